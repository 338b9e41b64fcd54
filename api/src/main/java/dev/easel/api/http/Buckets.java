package dev.easel.api.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Token buckets by name: how often each may do something. Of a bucket only the moment is kept at
 * which it is full again. Beyond {@link #NAMES_MAX} names, the one that was not heard of the
 * longest is forgotten, which fills its bucket: memory is bounded, and whoever has that many names
 * could not be held anyway.
 */
public final class Buckets {
    static final int NAMES_MAX = 10_000;

    /** A bucket owes at most as many tokens again as it holds. */
    private static final int DEBT_MAX = 2;

    private final long nanosEach;
    private final long nanosFull;
    private final LongSupplier nanoTime;
    private final long origin;
    private final Map<String, Long> fullAt =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > NAMES_MAX;
                }
            };

    /**
     * @param burst how many tokens a bucket holds
     * @param nanoTime as {@link System#nanoTime}
     */
    public Buckets(int burst, Duration refillEach, LongSupplier nanoTime) {
        if (burst < 1 || !refillEach.isPositive()) {
            throw new IllegalArgumentException("a bucket holds something and fills up again");
        }
        this.nanosEach = refillEach.toNanos();
        this.nanosFull = Math.multiplyExact(nanosEach, burst);
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /** Takes a token, if there is one; else answers how long it is until there is. */
    public synchronized Duration take(String name) {
        var wait = untilNext(name);
        if (wait.isZero()) {
            charge(name);
        }
        return wait;
    }

    /** How long it is until there is a token; zero if there is one. */
    public synchronized Duration untilNext(String name) {
        var missing = owed(name) + nanosEach - nanosFull;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos(missing);
    }

    /** Takes a token even if there is none. */
    public synchronized void charge(String name) {
        var owed = Math.min(owed(name) + nanosEach, DEBT_MAX * nanosFull);
        fullAt.put(name, now() + owed);
    }

    public synchronized int size() {
        return fullAt.size();
    }

    private long owed(String name) {
        var full = fullAt.get(name);
        return full == null ? 0 : Math.max(0, full - now());
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }
}
