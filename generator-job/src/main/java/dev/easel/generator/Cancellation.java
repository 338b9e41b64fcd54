package dev.easel.generator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way to stop an attempt from outside. The first request wins; it interrupts the working
 * thread once, wherever that is waiting. Thread-safe.
 */
public final class Cancellation {
    /** Who wants the attempt to stop. */
    public enum Why {
        SIGNAL,
        USER,
        FENCED
    }

    private @Nullable Why why;
    private @Nullable Thread worker;
    private boolean storing;

    public synchronized void request(Why reason) {
        if (why != null) {
            return;
        }
        why = reason;
        if (worker != null && !storing) {
            worker.interrupt();
        }
    }

    public synchronized Optional<Why> requested() {
        return Optional.ofNullable(why);
    }

    synchronized void work(Thread thread) {
        worker = thread;
        if (why != null) {
            thread.interrupt();
        }
    }

    /**
     * From here on the pictures exist and only have to be stored, which is quicker than rendering
     * them again elsewhere: a signal no longer interrupts. A user's cancel is still seen, since api
     * refuses the upload.
     */
    synchronized void store() throws InterruptedException {
        if (why != null) {
            throw new InterruptedException("cancelled before storing");
        }
        storing = true;
    }
}
