package dev.easel.api.http;

import dev.easel.protocol.client.FieldRule;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call that ends with an error which the caller can understand; logged by nobody. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final String code;
    private final String error;
    private final @Nullable String field;
    private final transient Map<String, String> params;
    private final @Nullable Duration retryAfter;

    private ApiProblem(
            Status status,
            String code,
            String error,
            String detail,
            @Nullable String field,
            Map<String, String> params,
            @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.error = error;
        this.field = field;
        this.params = Map.copyOf(params);
        this.retryAfter = retryAfter;
    }

    public static ApiProblem of(Status status, String code, String error, String detail) {
        return new ApiProblem(status, code, error, detail, null, Map.of(), null);
    }

    public static ApiProblem invalid(String field, String detail) {
        return broken(FieldRule.INVALID, field, Map.of(), detail);
    }

    /**
     * @param params as the rule defines them; never what a user wrote at length
     */
    public static ApiProblem broken(
            FieldRule rule, String field, Map<String, String> params, String detail) {
        return new ApiProblem(
                Status.BAD_REQUEST_400,
                rule.word(),
                "The request has an invalid field.",
                detail,
                field,
                params,
                null);
    }

    /** The same problem, with what its sentences are made of. */
    public ApiProblem with(Map<String, String> more) {
        return new ApiProblem(status, code, error, detail(), field, more, retryAfter);
    }

    public static ApiProblem notFound(String what) {
        return of(
                Status.NOT_FOUND_404,
                "NotFound",
                "Not found.",
                what + " does not exist, or is not visible with these credentials.");
    }

    public static ApiProblem methodNotAllowed(Set<String> allowed) {
        return of(
                Status.METHOD_NOT_ALLOWED_405,
                "MethodNotAllowed",
                "This path has no such method.",
                "It has " + String.join(", ", allowed) + ".");
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

    /**
     * @param limit the limit that was reached, for clients
     */
    public static ApiProblem tooMany(String limit, String what, Duration wait) {
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new ApiProblem(
                Status.TOO_MANY_REQUESTS_429,
                "TooManyRequests",
                "Too many requests.",
                what + " Try again in " + seconds + " s.",
                null,
                Map.of("limit", limit, "retry_after_seconds", String.valueOf(seconds)),
                Duration.ofSeconds(seconds));
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

    public Map<String, String> params() {
        return params;
    }

    /** When to try again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
