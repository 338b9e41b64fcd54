package dev.easel.sandbox.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for the outside world, with a limit. */
final class Patience {
    private static final Duration STEP = Duration.ofMillis(50);

    private Patience() {}

    /** Whether the condition came true within the limit; an interrupt ends the waiting. */
    static boolean holds(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
