package dev.easel.sandbox.discord;

import java.time.Clock;
import java.time.Instant;

/** Ids in Discord's form: milliseconds since 2015 above 22 bits, strictly rising. */
final class Snowflakes {
    private static final long EPOCH = 1_420_070_400_000L;
    private static final int TIME_SHIFT = 22;

    private final Clock clock;
    private long last;

    Snowflakes(Clock clock) {
        this.clock = clock;
    }

    synchronized String next() {
        last = Math.max(last + 1, (clock.millis() - EPOCH) << TIME_SHIFT);
        return Long.toString(last);
    }

    static Instant time(String id) {
        return Instant.ofEpochMilli((Long.parseLong(id) >> TIME_SHIFT) + EPOCH);
    }

    static int compare(String one, String other) {
        return Long.compare(Long.parseLong(one), Long.parseLong(other));
    }
}
