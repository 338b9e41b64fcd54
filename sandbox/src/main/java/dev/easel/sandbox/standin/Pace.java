package dev.easel.sandbox.standin;

import java.time.Duration;

/**
 * How fast a stand-in works: each time that it takes by itself counts so many times. Thread-safe.
 */
public final class Pace {
    private static final double FACTOR_MAX = 100;

    private volatile double factor = 1;

    /** Outside of 0 to 100 is an IllegalArgumentException. */
    void set(double value) {
        if (!(value >= 0 && value <= FACTOR_MAX)) {
            throw new IllegalArgumentException("a factor is a number from 0 to 100");
        }
        factor = value;
    }

    double factor() {
        return factor;
    }

    public Duration of(Duration usual) {
        return Duration.ofNanos(Math.round(usual.toNanos() * factor));
    }
}
