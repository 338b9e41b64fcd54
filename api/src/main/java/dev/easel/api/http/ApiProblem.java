package dev.easel.api.http;

import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/** A call that ends with an error which the caller can understand; logged by nobody. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final String code;
    private final String error;
    private final @Nullable String field;

    private ApiProblem(
            Status status, String code, String error, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.error = error;
        this.field = field;
    }

    public static ApiProblem of(Status status, String code, String error, String detail) {
        return new ApiProblem(status, code, error, detail, null);
    }

    public static ApiProblem invalid(String field, String detail) {
        return new ApiProblem(
                Status.BAD_REQUEST_400,
                "InvalidField",
                "The request has an invalid field.",
                detail,
                field);
    }

    public static ApiProblem notFound(String what) {
        return of(
                Status.NOT_FOUND_404,
                "NotFound",
                "Not found.",
                what + " does not exist, or is not visible with these credentials.");
    }

    public static ApiProblem forbidden(String detail) {
        return of(Status.FORBIDDEN_403, "Forbidden", "These credentials may not do that.", detail);
    }

    public static ApiProblem unavailable(String what) {
        return of(
                Status.SERVICE_UNAVAILABLE_503,
                "Unavailable",
                "A service that Easel needs is not available.",
                what + " Try again in a moment.");
    }

    public Status status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String error() {
        return error;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable String field() {
        return field;
    }
}
