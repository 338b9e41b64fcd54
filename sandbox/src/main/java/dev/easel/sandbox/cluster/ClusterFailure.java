package dev.easel.sandbox.cluster;

/** The cluster cannot start or go on; the message is for the person at the terminal. */
public final class ClusterFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterFailure(String message) {
        super(message);
    }

    public ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
