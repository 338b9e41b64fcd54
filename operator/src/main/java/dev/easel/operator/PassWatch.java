package dev.easel.operator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Witness that the queue moves. Whoever leads passes over each pool at least once a minute, so that
 * a longer silence means a pass that hangs or events that are lost. Thread-safe.
 */
public final class PassWatch {
    static final Duration STALE_AFTER = Duration.ofMinutes(3);

    private final LongSupplier nanoTime;
    private final BooleanSupplier expected;
    private final AtomicLong passedAt;

    /**
     * @param expected true while passes must come: this process leads, and there is a pool
     */
    PassWatch(LongSupplier nanoTime, BooleanSupplier expected) {
        this.nanoTime = nanoTime;
        this.expected = expected;
        this.passedAt = new AtomicLong(nanoTime.getAsLong());
    }

    public void passed() {
        passedAt.set(nanoTime.getAsLong());
    }

    boolean isFresh() {
        if (!expected.getAsBoolean()) {
            // The time that counts begins with the first pool, and with leadership.
            passed();
            return true;
        }
        return nanoTime.getAsLong() - passedAt.get() < STALE_AFTER.toNanos();
    }
}
