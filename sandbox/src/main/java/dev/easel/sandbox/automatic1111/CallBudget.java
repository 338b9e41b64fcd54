package dev.easel.sandbox.automatic1111;

import java.time.Clock;
import java.time.Instant;

/** So many calls a minute, of which a generation costs five. Thread-safe. */
final class CallBudget {
    private static final int PER_MINUTE = 300;
    private static final int GENERATION = 5;

    private final Clock clock;
    private Instant minute;
    private int spent;

    CallBudget(Clock clock) {
        this.clock = clock;
        this.minute = clock.instant();
    }

    /** Whether there is enough left for this call. */
    synchronized boolean spend(String path) {
        if (clock.instant().isAfter(minute.plusSeconds(60))) {
            minute = clock.instant();
            spent = 0;
        }
        spent += path.endsWith("2img") ? GENERATION : 1;
        return spent <= PER_MINUTE;
    }
}
