package dev.easel.sandbox.discord;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Buckets per route and top-level id, in fixed windows. */
final class RateLimits {
    private static final int ORDINARY_PER_WINDOW = 50;
    private static final Duration ORDINARY_WINDOW = Duration.ofSeconds(1);
    private static final Duration GLOBAL_WINDOW = Duration.ofSeconds(1);

    /** The state of a bucket after a request was counted. */
    record State(String bucket, int limit, int remaining, Duration resetAfter, boolean exceeded) {}

    private static final class Window {
        long endsAt;
        int used;
    }

    private final Map<String, Window> windows = new HashMap<>();
    private final Window all = new Window();

    /** Counts to the limit of all routes together; how long to wait, zero if not at all. */
    synchronized Duration countGlobal(Knobs knobs) {
        var now = System.nanoTime();
        if (all.used == 0 || all.endsAt - now <= 0) {
            all.endsAt = now + GLOBAL_WINDOW.toNanos();
            all.used = 0;
        }
        if (all.used >= knobs.requestsPerSecond()) {
            return Duration.ofNanos(Math.max(1, all.endsAt - now));
        }
        all.used++;
        return Duration.ZERO;
    }

    synchronized State count(Routes.Route route, String majorId, Knobs knobs) {
        var perWindow =
                route.messageWrite() ? knobs.messageRequestsPerWindow() : ORDINARY_PER_WINDOW;
        var length = route.messageWrite() ? knobs.messageRequestWindow() : ORDINARY_WINDOW;
        var bucket = Integer.toHexString((route.method() + route.template()).hashCode());
        var now = System.nanoTime();
        var window = windows.computeIfAbsent(bucket + ":" + majorId, _ -> new Window());
        if (window.used == 0 || window.endsAt - now <= 0) {
            window.endsAt = now + length.toNanos();
            window.used = 0;
        }
        var left = Duration.ofNanos(Math.max(0, window.endsAt - now));
        if (window.used >= perWindow) {
            return new State(bucket, perWindow, 0, left, true);
        }
        window.used++;
        return new State(bucket, perWindow, perWindow - window.used, left, false);
    }

    synchronized void clear() {
        windows.clear();
        all.used = 0;
    }
}
