package dev.easel.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call with one deadline over all of it: connect, headers and body. The JDK client's own timeout
 * ends with the headers.
 */
public final class Bounded<T> {
    private final FutureTask<T> running;

    private Bounded(FutureTask<T> running) {
        this.running = running;
    }

    /** Starts the call on a thread of its own. */
    public static <T> Bounded<T> start(Callable<T> call) {
        var running = new FutureTask<>(call);
        Thread.ofVirtual().start(running);
        return new Bounded<>(running);
    }

    public static <T> T call(Duration limit, Callable<T> call)
            throws IOException, InterruptedException, TimeoutException {
        var bounded = start(call);
        try {
            return bounded.await(limit);
        } finally {
            bounded.abandon();
        }
    }

    public T await(Duration limit) throws IOException, InterruptedException, TimeoutException {
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (CancellationException e) {
            throw new IOException("abandoned", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case UncheckedIOException cause -> throw cause.getCause();
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    public boolean done() {
        return running.isDone();
    }

    /** Closes the connection of a call that is still open. */
    public void abandon() {
        running.cancel(true);
    }
}
