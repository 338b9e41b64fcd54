package dev.easel.sandbox.discord;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts what Discord bans an address for: 401, 403 and 429, but not those of a shared limit. */
final class InvalidRequests {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Deque<Instant> seen = new ArrayDeque<>();

    synchronized void count(int status, boolean shared, Instant now) {
        if (status == 401 || status == 403 || (status == 429 && !shared)) {
            seen.add(now);
        }
    }

    /** How many within the last ten minutes. */
    synchronized int recent(Instant now) {
        seen.removeIf(at -> at.plus(WINDOW).isBefore(now));
        return seen.size();
    }

    synchronized void clear() {
        seen.clear();
    }
}
