package dev.easel.bot.delivery;

import java.time.Duration;

/** Pauses between tries of one delivery: doubling, from two seconds to five minutes. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LAST = Duration.ofMinutes(5);

    private int failures;

    Duration next() {
        var pause = FIRST.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        return pause.compareTo(LAST) < 0 ? pause : LAST;
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
