package dev.easel.api.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long something may take to come: a time, and more for what is there already. */
final class Allowance {
    /** Each of these gives a second more, so that large bodies may come over slow lines. */
    static final long BYTES_PER_SECOND_MIN = 64 * 1024;

    private static final long NANOS_PER_BYTE = 1_000_000_000L / BYTES_PER_SECOND_MIN;

    private final long nanosAllowed;
    private final LongSupplier nanoTime;
    private long end;

    Allowance(Duration allowed, LongSupplier nanoTime) {
        this.nanosAllowed = allowed.toNanos();
        this.nanoTime = nanoTime;
        begin();
    }

    void begin() {
        end = nanoTime.getAsLong() + nanosAllowed;
    }

    void came(long bytes) {
        end += bytes * NANOS_PER_BYTE;
    }

    /** Zero or less if it is over. */
    long nanosLeft() {
        return end - nanoTime.getAsLong();
    }
}
