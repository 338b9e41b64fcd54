package dev.easel.crds.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders waiting requests. Whoever has waited longer than {@link #WAITING_MAX} goes first, longest
 * wait first; among the others decide priority, then the requester's decayed use by the weight of
 * its tenant, then creation time, then UID. Pure and total: a permutation of the same requests
 * gives the same order, so operator decides and api explains with it without talking to one
 * another.
 */
public final class QueueOrder {
    /** Whoever has waited longer than this goes first, whatever its priority and use. */
    public static final Duration WAITING_MAX = Duration.ofHours(2);

    /** One waiting request. {@code requester} is {@code tenant/user}. */
    public record Waiting(String uid, int priority, String requester, Instant createdAt) {}

    private QueueOrder() {}

    /**
     * @param shares of the requesters of those that wait
     */
    public static List<Waiting> order(List<Waiting> waiting, Shares shares, Instant now) {
        return waiting.stream().sorted(new Ranking(shares, now)).toList();
    }

    /**
     * Where each request stands and what put others ahead of it, by UID, the first one first. Sorts
     * once: in that order, those ahead for one reason stand side by side.
     */
    public static Map<String, Place> places(List<Waiting> waiting, Shares shares, Instant now) {
        var ranking = new Ranking(shares, now);
        var places = new LinkedHashMap<String, Place>();
        var starts = new EnumMap<Criterion, Integer>(Criterion.class);
        @Nullable Waiting before = null;
        for (var own : order(waiting, shares, now)) {
            var index = places.size();
            if (before != null) {
                begin(starts, ranking.verdict(before, own).by(), index);
            }
            places.put(
                    own.uid(),
                    new Place(
                            index + 1,
                            waiting.size(),
                            ahead(starts, index),
                            shares.used(own.requester())));
            before = own;
        }
        return places;
    }

    /** Whatever is weaker than what set this one behind the last compares anew from here. */
    private static void begin(Map<Criterion, Integer> starts, Criterion by, int index) {
        for (var criterion : Criterion.values()) {
            if (criterion.compareTo(by) >= 0 && criterion != Criterion.EARLIER) {
                starts.put(criterion, index);
            }
        }
    }

    private static Map<Criterion, Integer> ahead(Map<Criterion, Integer> starts, int index) {
        var ahead = new EnumMap<Criterion, Integer>(Criterion.class);
        var counted = 0;
        for (var criterion : Criterion.values()) {
            var until = criterion == Criterion.EARLIER ? index : starts.getOrDefault(criterion, 0);
            if (until > counted) {
                ahead.put(criterion, until - counted);
                counted = until;
            }
        }
        return ahead;
    }

    /** Who goes first of two, and what decided it. */
    private record Verdict(int sign, Criterion by) {}

    private record Ranking(Shares shares, Instant now) implements Comparator<Waiting> {
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
                int usage =
                        Double.compare(
                                shares.counted(a.requester()), shares.counted(b.requester()));
                if (usage != 0) {
                    return new Verdict(usage, Criterion.LESS_USE);
                }
            }
            int age = a.createdAt().compareTo(b.createdAt());
            return new Verdict(age != 0 ? age : a.uid().compareTo(b.uid()), Criterion.EARLIER);
        }

        private boolean isStarved(Waiting waiting) {
            return waiting.createdAt().plus(WAITING_MAX).isBefore(now);
        }
    }
}
