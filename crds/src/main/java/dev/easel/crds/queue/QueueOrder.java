package dev.easel.crds.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders waiting requests. Whoever has waited longer than {@link #WAITING_MAX} goes first, longest
 * wait first; among the others decide priority, then the requester's decayed use, then creation
 * time, then UID. Pure and total: a permutation of the same requests gives the same order, so
 * operator decides and api explains with it without talking to one another.
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
        return waiting.stream().sorted(new Ranking(usageGpuSeconds, now)).toList();
    }

    /** Where the request stands and what put others ahead of it; empty if it does not wait. */
    public static Optional<Place> place(
            String uid, List<Waiting> waiting, Map<String, Double> usageGpuSeconds, Instant now) {
        return waiting.stream()
                .filter(w -> w.uid().equals(uid))
                .findFirst()
                .map(own -> placeOf(own, waiting, new Ranking(usageGpuSeconds, now)));
    }

    private static Place placeOf(Waiting own, List<Waiting> waiting, Ranking ranking) {
        var ahead = new EnumMap<Criterion, Integer>(Criterion.class);
        for (var other : waiting) {
            var verdict = ranking.verdict(other, own);
            if (verdict.sign() < 0) {
                ahead.merge(verdict.by(), 1, Integer::sum);
            }
        }
        var position = 1 + ahead.values().stream().mapToInt(Integer::intValue).sum();
        return new Place(position, waiting.size(), ahead, ranking.usage(own));
    }

    /** Who goes first of two, and what decided it. */
    private record Verdict(int sign, Criterion by) {}

    private record Ranking(Map<String, Double> usageGpuSeconds, Instant now)
            implements Comparator<Waiting> {
        @Override
        public int compare(Waiting a, Waiting b) {
            return verdict(a, b).sign();
        }

        Verdict verdict(Waiting a, Waiting b) {
            boolean aStarved = isStarved(a);
            if (aStarved != isStarved(b)) {
                return new Verdict(aStarved ? -1 : 1, Criterion.WAITED_TOO_LONG);
            }
            if (!aStarved) {
                int priority = Integer.compare(b.priority(), a.priority());
                if (priority != 0) {
                    return new Verdict(priority, Criterion.PRIORITY);
                }
                int usage = Double.compare(usage(a), usage(b));
                if (usage != 0) {
                    return new Verdict(usage, Criterion.LESS_USE);
                }
            }
            int age = a.createdAt().compareTo(b.createdAt());
            return new Verdict(age != 0 ? age : a.uid().compareTo(b.uid()), Criterion.EARLIER);
        }

        double usage(Waiting waiting) {
            return usageGpuSeconds.getOrDefault(waiting.requester(), 0.0);
        }

        private boolean isStarved(Waiting waiting) {
            return waiting.createdAt().plus(WAITING_MAX).isBefore(now);
        }
    }
}
