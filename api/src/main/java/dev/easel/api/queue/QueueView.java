package dev.easel.api.queue;

import dev.easel.crds.queue.QueueOrder;
import dev.easel.crds.queue.QueueOrder.Waiting;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.protocol.client.RequestProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pool's queue as it is now, in the order in which the operator serves it. Pure. */
final class QueueView {
    private final List<Waiting> ordered;
    private final Map<String, Double> usage;
    private final GenerationPool pool;
    private final @Nullable Duration typical;
    private final Instant now;

    private QueueView(
            List<Waiting> ordered,
            Map<String, Double> usage,
            GenerationPool pool,
            @Nullable Duration typical,
            Instant now) {
        this.ordered = ordered;
        this.usage = usage;
        this.pool = pool;
        this.typical = typical;
        this.now = now;
    }

    /**
     * @param typical how long a request runs, absent while nothing was measured
     */
    static QueueView of(
            GenerationPool pool,
            List<GenerationRequest> requests,
            @Nullable Duration typical,
            Instant now) {
        var name = pool.getMetadata().getName();
        var waiting =
                requests.stream()
                        .filter(r -> r.getSpec().poolRef().name().equals(name))
                        .filter(QueueView::isWaiting)
                        .map(QueueView::waiting)
                        .toList();
        var usage = usage(pool);
        return new QueueView(QueueOrder.order(waiting, usage, now), usage, pool, typical, now);
    }

    String poolName() {
        return pool.getMetadata().getName();
    }

    int length() {
        return ordered.size();
    }

    int slots() {
        return pool.getSpec().backends().size();
    }

    int running() {
        return (int) status().slots().stream().filter(s -> s.requestUID() != null).count();
    }

    Optional<RequestProgress.Queue> place(String uid) {
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).uid().equals(uid)) {
                var position = i + 1;
                return Optional.of(
                        new RequestProgress.Queue(
                                position,
                                ordered.size(),
                                etaSeconds(position),
                                explanation(position, ordered.get(i))));
            }
        }
        return Optional.empty();
    }

    /** When the request is started, if those before it take as long as others did. */
    private @Nullable Integer etaSeconds(int position) {
        if (typical == null || slots() == 0) {
            return null;
        }
        var free = slots() - running();
        var roundsBefore = Math.max(0, Math.ceilDiv(position - free, slots()));
        return (int) Math.min(Integer.MAX_VALUE, typical.toSeconds() * roundsBefore);
    }

    private String explanation(int position, Waiting waiting) {
        var place = ordinal(position) + " of " + ordered.size() + "; ";
        if (pool.getSpec().state() != PoolState.ACTIVE) {
            return place + "the pool " + poolName() + " starts nothing at the moment";
        }
        if (waiting.createdAt().plus(QueueOrder.WAITING_MAX).isBefore(now)) {
            return place + "it goes first because it has waited longest allowed";
        }
        var used = Math.round(usage.getOrDefault(waiting.requester(), 0.0));
        return used == 0
                ? place + "whoever used the GPU least lately goes first, then first come"
                : place + "you used the GPU " + used + " s lately, and who used less goes first";
    }

    private static String ordinal(int position) {
        var suffix =
                switch (position % 100) {
                    case 11, 12, 13 -> "th";
                    default ->
                            switch (position % 10) {
                                case 1 -> "st";
                                case 2 -> "nd";
                                case 3 -> "rd";
                                default -> "th";
                            };
                };
        return position + suffix;
    }

    private GenerationPoolStatus status() {
        return Optional.ofNullable(pool.getStatus()).orElse(GenerationPoolStatus.EMPTY);
    }

    private static Map<String, Double> usage(GenerationPool pool) {
        return Optional.ofNullable(pool.getStatus())
                .orElse(GenerationPoolStatus.EMPTY)
                .usage()
                .stream()
                .collect(
                        Collectors.toMap(
                                u -> u.tenant() + "/" + u.userID(),
                                u -> Double.parseDouble(u.gpuSeconds()),
                                Double::sum));
    }

    private static boolean isWaiting(GenerationRequest request) {
        var status = Optional.ofNullable(request.getStatus()).orElse(GenerationRequestStatus.EMPTY);
        return request.getMetadata().getDeletionTimestamp() == null
                && request.getSpec().desiredState() == DesiredState.ACTIVE
                && !has(status, Condition.SUCCEEDED, ConditionStatus.TRUE)
                && !has(status, Condition.SUCCEEDED, ConditionStatus.FALSE)
                && !has(status, Condition.ACCEPTED, ConditionStatus.FALSE)
                && !has(status, Condition.ADMITTED, ConditionStatus.TRUE);
    }

    private static boolean has(GenerationRequestStatus status, String type, ConditionStatus value) {
        return status.condition(type).filter(c -> c.status() == value).isPresent();
    }

    private static Waiting waiting(GenerationRequest request) {
        var requester =
                Optional.ofNullable(request.getSpec().requester())
                        .orElse(new Requester(null, null, null, null));
        return new Waiting(
                request.getMetadata().getUid(),
                request.getSpec().priority(),
                orEmpty(requester.tenant()) + "/" + orEmpty(requester.userID()),
                Instant.parse(request.getMetadata().getCreationTimestamp()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
