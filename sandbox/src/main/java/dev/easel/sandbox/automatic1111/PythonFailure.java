package dev.easel.sandbox.automatic1111;

/** An error of the original, before its common handler reports it. */
final class PythonFailure extends RuntimeException {
    private final int status;
    private final String error;
    private final String detail;
    private final String errors;

    private PythonFailure(int status, String error, String detail, String errors) {
        super(error + ": " + (errors.isEmpty() ? detail : errors));
        this.status = status;
        this.error = error;
        this.detail = detail;
        this.errors = errors;
    }

    static PythonFailure raised(String error, String message) {
        return new PythonFailure(500, error, "", message);
    }

    static PythonFailure http(int status, String detail) {
        return new PythonFailure(status, "HTTPException", detail, "");
    }

    /** Raised on purpose with a status, not thrown by a bug. */
    boolean isHttp() {
        return error.equals("HTTPException");
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String detail() {
        return detail;
    }

    String errors() {
        return errors;
    }
}
