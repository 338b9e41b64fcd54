package dev.easel.operator.pool;

import dev.easel.crds.queue.GpuUse;
import dev.easel.crds.queue.QueueOrder;
import dev.easel.crds.queue.Shares;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives free slots to waiting requests: one pass, one new status of the pool. Pure. */
final class Admission {
    /** After an image could not be fetched, one request tries again when this has passed. */
    static final Duration IMAGE_PAUSE = Duration.ofMinutes(5);

    /** A request that wants its attempt {@code attempt}, not before {@code notBefore}. */
    record Candidate(
            String uid,
            String name,
            int attempt,
            int priority,
            String requester,
            Instant createdAt,
            Instant notBefore) {}

    record Grant(String slot, Candidate candidate, long token) {}

    /**
     * @param freed names of slots whose holders provably cannot act any more
     * @param askers who held or holds a slot, by its name; absent if nobody knows
     * @param imagePullFailed one of them had waited in vain for its image
     * @param down names of back ends that do not answer
     * @param tokenFloor every token that is given is higher, whatever the status says
     */
    record Sight(
            long generation,
            GenerationPoolSpec spec,
            GenerationPoolStatus status,
            Set<String> freed,
            Map<String, Requester> askers,
            boolean imagePullFailed,
            List<Candidate> waiting,
            Set<String> down,
            long tokenFloor) {}

    record Decision(
            GenerationPoolStatus status, List<Grant> grants, @Nullable Instant lookAgainAt) {}

    private Admission() {}

    static Decision decide(Sight sight, Instant now) {
        var slots = slots(sight);
        var use = use(sight, now);
        var ready = ready(sight, now);
        var before = sight.status().lastToken() == null ? 0L : sight.status().lastToken();
        var lastToken = Math.max(before, sight.tokenFloor());
        var grants = new ArrayList<Grant>();
        if (ready.status() == ConditionStatus.TRUE) {
            var queue = queue(sight, slots, use, now);
            for (var i = 0; i < slots.size() && !queue.isEmpty(); i++) {
                var slot = slots.get(i);
                if (slot.requestUID() != null || !usable(sight, slot.name())) {
                    continue;
                }
                var next = queue.removeFirst();
                lastToken++;
                grants.add(new Grant(slot.name(), next, lastToken));
                slots.set(
                        i,
                        new Slot(
                                slot.name(),
                                next.uid(),
                                next.name(),
                                next.attempt(),
                                lastToken,
                                now.toString()));
            }
        }
        var status =
                new GenerationPoolStatus(
                        sight.generation(),
                        slots,
                        lastToken == 0 ? null : lastToken,
                        use.entries(),
                        List.of(ready, available(sight, now)));
        return new Decision(status, grants, lookAgainAt(sight, ready, now));
    }

    /** One slot for each back end; one that is held stays until it is freed. */
    private static List<Slot> slots(Sight sight) {
        var names = sight.spec().backends().stream().map(GenerationPoolSpec.Backend::name);
        var held =
                sight.status().slots().stream()
                        .filter(s -> s.requestUID() != null && !sight.freed().contains(s.name()))
                        .collect(Collectors.toMap(Slot::name, Function.identity()));
        var known = Stream.concat(names, held.keySet().stream().sorted()).distinct();
        return known.map(n -> held.getOrDefault(n, free(n)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Slot free(String name) {
        return new Slot(name, null, null, null, null, null);
    }

    private static boolean usable(Sight sight, String slot) {
        return sight.spec().backends().stream().anyMatch(b -> b.name().equals(slot))
                && !sight.down().contains(slot);
    }

    private static List<Candidate> queue(Sight sight, List<Slot> slots, GpuUse use, Instant now) {
        var holding = new HashSet<String>();
        slots.forEach(s -> holding.add(String.valueOf(s.requestUID())));
        Map<String, Candidate> byUid = new HashMap<>();
        sight.waiting().stream()
                .filter(c -> !holding.contains(c.uid()) && !c.notBefore().isAfter(now))
                .forEach(c -> byUid.put(c.uid(), c));
        var waiting =
                byUid.values().stream()
                        .map(c ->
                                new QueueOrder.Waiting(
                                        c.uid(), c.priority(), c.requester(), c.createdAt()))
                        .toList();
        var used = use.withHeld(slots, sight.askers(), now).at(now);
        return QueueOrder.order(waiting, Shares.of(sight.spec(), used), now).stream()
                .map(w -> byUid.get(w.uid()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Charges who held a freed slot, in the write that frees it: so once, and before the next. */
    private static GpuUse use(Sight sight, Instant now) {
        var use = GpuUse.of(sight.spec(), sight.status());
        for (var slot : sight.status().slots()) {
            var asker = sight.askers().get(slot.name());
            var since = slot.acquireTime();
            if (asker != null && since != null && sight.freed().contains(slot.name())) {
                use = use.charged(asker, Duration.between(Instant.parse(since), now), now);
            }
        }
        return use;
    }

    private static Condition ready(Sight sight, Instant now) {
        var state = sight.spec().state();
        if (state != PoolState.ACTIVE) {
            return condition(
                    sight,
                    Condition.READY,
                    ConditionStatus.FALSE,
                    state == PoolState.DRAINING ? Reason.POOL_DRAINING : Reason.POOL_STOPPED,
                    state == PoolState.DRAINING
                            ? "Draining: what runs is finished, nothing new is started."
                            : "Stopped: nothing new is started.",
                    now);
        }
        if (sight.imagePullFailed() || pausedUntil(sight, now) != null) {
            return condition(
                    sight,
                    Condition.READY,
                    ConditionStatus.FALSE,
                    Reason.IMAGE_PULL_FAILED,
                    "The generator's image "
                            + sight.spec().generator().image()
                            + " cannot be fetched; correct it, or wait for the next try.",
                    now);
        }
        return condition(
                sight, Condition.READY, ConditionStatus.TRUE, Reason.READY, "Takes requests.", now);
    }

    /** A pause ends with its time, or when somebody changes the pool. */
    private static @Nullable Instant pausedUntil(Sight sight, Instant now) {
        return before(sight, Condition.READY)
                .filter(c -> Reason.IMAGE_PULL_FAILED.word().equals(c.reason()))
                .filter(c ->
                        c.observedGeneration() != null
                                && c.observedGeneration() == sight.generation())
                .map(c -> Instant.parse(c.lastTransitionTime()).plus(IMAGE_PAUSE))
                .filter(until -> until.isAfter(now))
                .orElse(null);
    }

    /** False only if no back end answers: then nobody is served. */
    private static Condition available(Sight sight, Instant now) {
        var names = sight.spec().backends().stream().map(GenerationPoolSpec.Backend::name).toList();
        var down = names.stream().filter(sight.down()::contains).sorted().toList();
        var words =
                down.isEmpty()
                        ? "Every back end answers."
                        : "Not answering: " + String.join(", ", down) + ".";
        return down.isEmpty() || down.size() < names.size()
                ? condition(
                        sight,
                        Condition.BACKEND_AVAILABLE,
                        ConditionStatus.TRUE,
                        Reason.AVAILABLE,
                        words,
                        now)
                : condition(
                        sight,
                        Condition.BACKEND_AVAILABLE,
                        ConditionStatus.FALSE,
                        Reason.BACKEND_UNAVAILABLE,
                        words,
                        now);
    }

    private static @Nullable Instant lookAgainAt(Sight sight, Condition ready, Instant now) {
        var backoffs =
                sight.waiting().stream().map(Candidate::notBefore).filter(t -> t.isAfter(now));
        var paused = pausedUntil(sight, now);
        return Stream.concat(backoffs, Stream.ofNullable(paused))
                .min(Comparator.naturalOrder())
                .or(() ->
                        Reason.IMAGE_PULL_FAILED.word().equals(ready.reason())
                                ? Optional.of(now.plus(IMAGE_PAUSE))
                                : Optional.empty())
                .orElse(null);
    }

    private static Optional<Condition> before(Sight sight, String type) {
        return sight.status().conditions().stream().filter(c -> c.type().equals(type)).findFirst();
    }

    private static Condition condition(
            Sight sight,
            String type,
            ConditionStatus status,
            Reason reason,
            String message,
            Instant now) {
        return Condition.next(
                before(sight, type).orElse(null),
                type,
                status,
                reason,
                message,
                sight.generation(),
                now);
    }
}
