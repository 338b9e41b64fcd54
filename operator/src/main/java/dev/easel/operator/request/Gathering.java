package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.Shared;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.launch.Launcher;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import dev.easel.operator.request.Observed.Hold;
import dev.easel.operator.request.Observed.PoolSeen;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects an observation, from the caches or from the API server. */
final class Gathering {
    private final Shared shared;
    private final Launcher launcher;

    Gathering(Shared shared, Launcher launcher) {
        this.shared = shared;
        this.launcher = launcher;
    }

    Observed cached(GenerationRequest request, Context<GenerationRequest> context) {
        var namespace = request.getMetadata().getNamespace();
        var pool = shared.pool(namespace, request.getSpec().poolRef().name());
        var hold = hold(request, pool);
        var attempt = attempt(request, hold);
        var jobs = context.getSecondaryResources(Job.class);
        var pods = context.getSecondaryResources(Pod.class);
        var name = GeneratorJob.name(request.getMetadata().getUid(), attempt);
        var job = jobs.stream().filter(j -> j.getMetadata().getName().equals(name)).findFirst();
        return observed(request, hold, pool, job, ofAttempt(pods, attempt), false);
    }

    Observed live(GenerationRequest request) {
        var meta = request.getMetadata();
        // Job and pods after the pool: what a slot in it permits must not be overlooked.
        var pool = shared.livePool(meta.getNamespace(), request.getSpec().poolRef().name());
        var hold = hold(request, pool);
        var attempt = attempt(request, hold);
        var job = launcher.live(meta.getNamespace(), GeneratorJob.name(meta.getUid(), attempt));
        var pods = launcher.livePods(meta.getNamespace(), meta.getUid(), attempt);
        return observed(request, hold, pool, job, pods, true);
    }

    private static Observed observed(
            GenerationRequest request,
            @Nullable Hold hold,
            Optional<GenerationPool> pool,
            Optional<Job> job,
            List<Pod> pods,
            boolean live) {
        var meta = request.getMetadata();
        return new Observed(
                meta.getName(),
                meta.getUid(),
                meta.getGeneration(),
                Standing.createdAt(request),
                request.isMarkedForDeletion(),
                request.getSpec(),
                Standing.status(request),
                hold,
                pool.map(Gathering::seen).orElseGet(Gathering::noPool),
                job.map(SeenJob::of).orElse(null),
                pods.stream().map(SeenPod::of).toList(),
                live);
    }

    /** The attempt to look at: the one that holds the slot, else the latest on record. */
    private static int attempt(GenerationRequest request, @Nullable Hold hold) {
        if (hold != null) {
            return hold.attempt();
        }
        var attempts = Standing.status(request).attempts();
        return attempts.isEmpty() ? 1 : attempts.getLast().number();
    }

    private static List<Pod> ofAttempt(Collection<Pod> pods, int attempt) {
        var number = String.valueOf(attempt);
        return pods.stream()
                .filter(p -> number.equals(p.getMetadata().getLabels().get(GeneratorJob.ATTEMPT)))
                .toList();
    }

    private static @Nullable Hold hold(GenerationRequest request, Optional<GenerationPool> pool) {
        var uid = request.getMetadata().getUid();
        return pool.flatMap(p ->
                        status(p).slots().stream()
                                .filter(s -> uid.equals(s.requestUID()))
                                .findFirst()
                                .map(s -> hold(p, s)))
                .orElse(null);
    }

    private static Hold hold(GenerationPool pool, Slot slot) {
        return new Hold(
                pool.getMetadata().getName(),
                slot.name(),
                slot.attempt() == null ? 1 : slot.attempt(),
                slot.token() == null ? 0 : slot.token(),
                Instant.parse(String.valueOf(slot.acquireTime())));
    }

    private static PoolSeen seen(GenerationPool pool) {
        var down = failing(pool, Condition.BACKEND_AVAILABLE, Reason.BACKEND_UNAVAILABLE);
        var paused = failing(pool, Condition.READY, Reason.IMAGE_PULL_FAILED);
        return new PoolSeen(
                true,
                pool.getSpec().state(),
                paused.isPresent()
                        ? PoolSeen.Obstacle.PAUSED
                        : down.isPresent()
                                ? PoolSeen.Obstacle.BACKEND_DOWN
                                : PoolSeen.Obstacle.NONE,
                paused.or(() -> down).map(Condition::message).orElse(""),
                GeneratorJob.startTimeout(pool.getSpec()));
    }

    private static PoolSeen noPool() {
        return new PoolSeen(
                false,
                PoolState.ACTIVE,
                PoolSeen.Obstacle.NONE,
                "",
                Duration.ofSeconds(GenerationPoolSpec.START_SECONDS_DEFAULT));
    }

    private static Optional<Condition> failing(GenerationPool pool, String type, Reason reason) {
        return status(pool).conditions().stream()
                .filter(c -> c.type().equals(type))
                .filter(c -> c.status() == ConditionStatus.FALSE)
                .filter(c -> reason.word().equals(c.reason()))
                .findFirst();
    }

    private static GenerationPoolStatus status(GenerationPool pool) {
        var status = pool.getStatus();
        return status == null ? GenerationPoolStatus.EMPTY : status;
    }
}
