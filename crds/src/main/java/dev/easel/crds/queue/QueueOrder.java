package dev.easel.crds.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Orders waiting requests: those over the waiting bound first, then priority, then the requester's
 * decayed use, then creation time, then UID. Pure: the same arguments give the same order.
 */
public final class QueueOrder {
    /** Whoever has waited longer than this goes first, whatever its priority and use. */
    public static final Duration WAITING_MAX = Duration.ofHours(2);

    /** One waiting request. {@code requester} is {@code tenant/user}. */
    public record Waiting(String uid, int priority, String requester, Instant createdAt) {}

    private QueueOrder() {}

    /**
     * @param usageGpuSeconds decayed use by {@code tenant/user}; absent means none
     */
    public static List<Waiting> order(
            List<Waiting> waiting, Map<String, Double> usageGpuSeconds, Instant now) {
        Comparator<Waiting> starved =
                Comparator.comparing(w -> !w.createdAt().plus(WAITING_MAX).isBefore(now));
        Comparator<Waiting> order =
                starved.thenComparing(w -> isStarved(w, now) ? 0 : -w.priority())
                        .thenComparing(w ->
                                isStarved(w, now)
                                        ? 0.0
                                        : usageGpuSeconds.getOrDefault(w.requester(), 0.0))
                        .thenComparing(Waiting::createdAt)
                        .thenComparing(Waiting::uid);
        return waiting.stream().sorted(order).toList();
    }

    private static boolean isStarved(Waiting waiting, Instant now) {
        return waiting.createdAt().plus(WAITING_MAX).isBefore(now);
    }
}
