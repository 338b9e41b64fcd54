package dev.easel.sandbox.ollama;

/** An error with its status; the answer is always {@code {"error": …}}. */
final class OllamaFailure extends RuntimeException {
    private final int status;

    OllamaFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
