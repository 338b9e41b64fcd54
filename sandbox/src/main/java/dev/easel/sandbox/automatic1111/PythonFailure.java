package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Reply;

/** An error as the original's common handler reports it. */
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

    Reply reply(ObjectMapper mapper) {
        return Reply.json(
                status,
                mapper.createObjectNode()
                        .put("error", error)
                        .put("detail", detail)
                        .put("body", "")
                        .put("errors", errors));
    }
}
