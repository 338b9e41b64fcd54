package dev.easel.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Whether something held within the last moments, each time that it is asked. */
final class Recently {
    private final BooleanSupplier now;
    private final Duration window;
    private final Clock clock;
    private Instant last;

    Recently(BooleanSupplier now, Duration window, Clock clock) {
        this.now = now;
        this.window = window;
        this.clock = clock;
        this.last = clock.instant();
    }

    synchronized boolean held() {
        var asked = clock.instant();
        if (now.getAsBoolean()) {
            last = asked;
        }
        return !last.plus(window).isBefore(asked);
    }
}
