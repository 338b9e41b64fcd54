package dev.easel.api.queue;

import dev.easel.crds.queue.Forecast;
import dev.easel.crds.queue.GpuUse;
import dev.easel.crds.queue.Place;
import dev.easel.crds.queue.QueueOrder;
import dev.easel.crds.queue.QueueOrder.Waiting;
import dev.easel.crds.queue.Shares;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec.Backend;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pool's queue as it is now, in the order in which the operator serves it. Pure.
 *
 * @param places of those that wait, by uid, the first one first
 * @param starts how long each of them is likely to wait yet, in the same order; empty while nobody
 *     can say
 */
record QueueView(GenerationPool pool, Map<String, Place> places, List<Duration> starts) {

    /**
     * @param typicalRun how long a request runs, absent while nothing was measured
     */
    static QueueView of(
            GenerationPool pool,
            List<GenerationRequest> requests,
            @Nullable Duration typicalRun,
            Instant now) {
        var name = pool.getMetadata().getName();
        var waiting =
                requests.stream()
                        .filter(r -> r.getSpec().poolRef().name().equals(name))
                        .filter(QueueView::isWaiting)
                        .map(QueueView::waiting)
                        .toList();
        return new QueueView(
                pool,
                QueueOrder.places(waiting, shares(pool, requests, now), now),
                starts(pool, typicalRun, waiting.size(), now));
    }

    String poolName() {
        return pool.getMetadata().getName();
    }

    /** A word of the resource's {@code spec.state}. */
    String state() {
        return Json.mapper().convertValue(pool.getSpec().state(), String.class);
    }

    /** Taken slots by the uid of who holds them. */
    Map<UUID, Slot> taken() {
        return status(pool).slots().stream()
                .filter(slot -> slot.requestUID() != null)
                .collect(
                        Collectors.toMap(
                                slot -> UUID.fromString(String.valueOf(slot.requestUID())),
                                Function.identity(),
                                (one, _) -> one));
    }

    int length() {
        return places.size();
    }

    int slots() {
        return pool.getSpec().backends().size();
    }

    int running() {
        return (int) status(pool).slots().stream().filter(s -> s.requestUID() != null).count();
    }

    Optional<RequestProgress.Queue> place(String uid) {
        return Optional.ofNullable(places.get(uid))
                .map(place ->
                        new RequestProgress.Queue(
                                place.position(),
                                place.of(),
                                etaSeconds(place.position()),
                                explanation(place),
                                ahead(place),
                                Math.round(place.usageGpuSeconds())));
    }

    private static Map<String, Integer> ahead(Place place) {
        return place.ahead().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                e -> e.getKey().name().toLowerCase(Locale.ROOT),
                                Map.Entry::getValue));
    }

    private String explanation(Place place) {
        return pool.getSpec().state() == PoolState.ACTIVE
                ? place.why()
                : place.why() + "; the pool " + poolName() + " starts nothing at the moment";
    }

    private @Nullable Integer etaSeconds(int position) {
        return position > starts.size()
                ? null
                : (int) Math.min(Integer.MAX_VALUE, starts.get(position - 1).toSeconds());
    }

    private static List<Duration> starts(
            GenerationPool pool, @Nullable Duration typicalRun, int count, Instant now) {
        if (typicalRun == null || pool.getSpec().state() != PoolState.ACTIVE) {
            return List.of();
        }
        var freeIn =
                pool.getSpec().backends().stream()
                        .map(backend -> freeIn(pool, backend, typicalRun, now))
                        .toList();
        return new Forecast(freeIn, typicalRun).starts(count);
    }

    private static Duration freeIn(
            GenerationPool pool, Backend backend, Duration typical, Instant now) {
        return status(pool)
                .slot(backend.name())
                .filter(slot -> slot.requestUID() != null)
                .map(slot -> Forecast.left(heldFor(slot, now), typical))
                .orElse(Duration.ZERO);
    }

    private static Duration heldFor(Slot slot, Instant now) {
        var since = slot.acquireTime();
        var held = since == null ? Duration.ZERO : Duration.between(Instant.parse(since), now);
        return held.isNegative() ? Duration.ZERO : held;
    }

    private static GenerationPoolStatus status(GenerationPool pool) {
        return Optional.ofNullable(pool.getStatus()).orElse(GenerationPoolStatus.EMPTY);
    }

    private static Shares shares(
            GenerationPool pool, List<GenerationRequest> requests, Instant now) {
        var slots = status(pool).slots();
        var names = new HashMap<String, String>();
        slots.forEach(slot -> names.put(String.valueOf(slot.requestUID()), slot.name()));
        var askers = new HashMap<String, Requester>();
        for (var request : requests) {
            var slot = names.get(request.getMetadata().getUid());
            if (slot != null) {
                askers.put(slot, GpuUse.asker(request));
            }
        }
        var use = GpuUse.of(pool.getSpec(), status(pool)).withHeld(slots, askers, now);
        return Shares.of(pool.getSpec(), use.at(now));
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
        return new Waiting(
                request.getMetadata().getUid(),
                request.getSpec().priority(),
                GpuUse.key(request),
                Instant.parse(request.getMetadata().getCreationTimestamp()));
    }
}
