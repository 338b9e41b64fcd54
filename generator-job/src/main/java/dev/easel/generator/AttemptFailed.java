package dev.easel.generator;

import org.jspecify.annotations.Nullable;

/** Ends the attempt from anywhere in the pipeline; the message is fit for the user. */
public final class AttemptFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode why;

    public AttemptFailed(ExitCode why, String message) {
        this(why, message, null);
    }

    public AttemptFailed(ExitCode why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public ExitCode why() {
        return why;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
