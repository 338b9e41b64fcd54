package dev.easel.sandbox.discord;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request that stands still in the middle, so that something else can be made to happen first:
 * its sender's death, another request, another user's act. Arm it with {@link Faults#hold}.
 */
public final class HeldCall {
    /** Where it stands still. */
    public enum Moment {
        /** It has arrived, and nothing has changed. */
        BEFORE,
        /** The change has happened, and nobody has been told. */
        AFTER
    }

    private final Moment moment;
    private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();
    private final CompletableFuture<Boolean> goesOn = new CompletableFuture<>();

    HeldCall(Moment moment) {
        this.moment = moment;
    }

    Moment moment() {
        return moment;
    }

    /** Waits for the request; an IllegalStateException if it does not come in time. */
    public void awaitArrival(Duration patience) {
        try {
            arrived.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the request did not come within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean hasArrived() {
        return arrived.isDone();
    }

    /** Lets it go on, also where its sender is gone. */
    public void release() {
        goesOn.complete(true);
    }

    /** Cuts its connection: whatever has not happened yet does not. */
    public void cut() {
        goesOn.complete(false);
    }

    /** Stands still; false if the connection is to be cut. */
    boolean pass() {
        arrived.complete(true);
        return goesOn.join();
    }

    boolean isCut() {
        return !goesOn.getNow(true);
    }
}
