package dev.easel.bot.delivery;

import dev.easel.bot.discord.Pace;
import java.time.Duration;

/** Pauses between tries of one delivery, doubling up to a longest one. */
final class Backoff {
    private static final int DOUBLINGS_MAX = 10;

    private final Pace pace;
    private int failures;

    Backoff(Pace pace) {
        this.pace = pace;
    }

    Duration next() {
        var pause = pace.retryFirst().multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        return pause.compareTo(pace.retryLast()) < 0 ? pause : pace.retryLast();
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
