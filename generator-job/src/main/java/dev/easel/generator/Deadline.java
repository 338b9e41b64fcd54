package dev.easel.generator;

import java.time.Duration;

/** A point on the monotonic clock; safe against changes of the wall clock. */
public record Deadline(long nanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean passed() {
        return left().isZero();
    }

    public Deadline orSooner(Duration time) {
        var other = in(time);
        return other.nanos - nanos < 0 ? other : this;
    }

    /** Sleeps that long, but not past the deadline. */
    public void sleep(Duration time) throws InterruptedException {
        var left = left();
        Thread.sleep(time.compareTo(left) < 0 ? time : left);
    }
}
