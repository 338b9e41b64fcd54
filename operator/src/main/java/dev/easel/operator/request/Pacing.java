package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds back for a moment what is about to be overtaken: a request passes from new to running in a
 * second or two, and writing each step down costs the API server more than it tells anybody. What
 * decides anything is never held back. Thread-safe; forgetting it all only costs a moment.
 */
final class Pacing {
    static final Duration MOMENT = Duration.ofSeconds(1);

    private static final int ENTRIES_MAX = 10_000;
    private static final Set<String> PASSING = Set.of(Reason.PENDING.word(), Reason.RUNNING.word());

    private final Map<String, Instant> since =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    /** How long to hold {@code after} back; nothing means to write it now. */
    synchronized Optional<Duration> hold(
            String uid,
            GenerationRequestStatus before,
            GenerationRequestStatus after,
            Instant now) {
        if (before.equals(after) || !isPassing(before, after)) {
            since.remove(uid);
            return Optional.empty();
        }
        var left = MOMENT.minus(Duration.between(since.computeIfAbsent(uid, _ -> now), now).abs());
        if (left.isPositive()) {
            return Optional.of(left);
        }
        since.remove(uid);
        return Optional.empty();
    }

    private static boolean isPassing(
            GenerationRequestStatus before, GenerationRequestStatus after) {
        return says(after, Condition.SUCCEEDED, ConditionStatus.UNKNOWN, PASSING)
                && says(
                        after,
                        Condition.GENERATOR_READY,
                        ConditionStatus.FALSE,
                        Set.of(Reason.POD_PENDING.word()))
                && after.attempts().stream()
                        .allMatch(a -> a.reason() == null || before.attempts().contains(a));
    }

    private static boolean says(
            GenerationRequestStatus status,
            String type,
            ConditionStatus value,
            Set<String> reasons) {
        return status.condition(type)
                .filter(c -> c.status() == value && reasons.contains(c.reason()))
                .isPresent();
    }
}
