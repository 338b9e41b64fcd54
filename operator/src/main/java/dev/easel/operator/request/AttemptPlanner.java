package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of an attempt that holds a slot. It ends only on a live reading that shows
 * its Job over or gone and none of its pods alive: before that the generator might still act.
 */
final class AttemptPlanner {
    /** How soon to look again where no event is sure to come. */
    static final Duration RECHECK = Duration.ofSeconds(2);

    private final Limits limits;

    AttemptPlanner(Limits limits) {
        this.limits = limits;
    }

    /** Answers nothing if the attempt is over and the request goes on without one. */
    Optional<Plan> next(Observed seen, Attempt attempt, StatusPatch patch, Instant now) {
        var hold = seen.hold();
        if (hold != null) {
            patch.open(hold, attempt.jobName());
            patch.admitted(
                    ConditionStatus.TRUE,
                    Reason.SLOT_RESERVED,
                    "Slot " + hold.slot() + " of pool " + hold.pool() + ".");
        }
        var stop = stopReason(seen, attempt, now);
        var current = stop == null ? attempt : patch.stopping(attempt, stop);
        describe(seen, patch, stop, now);
        var job = seen.job();
        if (job != null) {
            patch.job(job.name(), job.uid());
        }
        if (job != null && job.token() != attempt.token()) {
            if (job.ended() || !ours(job, seen)) {
                return conclude(seen, current, patch, Ending.refused());
            }
            patch.stopping(current, Reason.FENCE_REJECTED);
            return Optional.of(stopGenerator(patch, job));
        }
        if (job != null && !job.ended()) {
            return Optional.of(
                    stop == null || job.deleting()
                            ? new Plan(patch.build(), new Step.Rest(), lookAgain(seen, now, stop))
                            : stopGenerator(patch, job));
        }
        if (job == null && stop == null && !patch.jobWasSeen(attempt) && hold != null) {
            // The pool's pass launches it, or whoever takes over from it.
            return Optional.of(new Plan(patch.build(), new Step.Rest(), RECHECK));
        }
        if (!seen.live()) {
            return Optional.of(RequestPlanner.lookCloser(seen));
        }
        if (seen.podAlive()) {
            return Optional.of(new Plan(patch.build(), new Step.Rest(), RECHECK));
        }
        var ending =
                stop == null ? Ending.of(job, seen.pods(), attempt.token()) : Ending.stopped(stop);
        return conclude(seen, current, patch, ending);
    }

    /** Ends the request if it has no attempts left. */
    Optional<Plan> exhausted(Observed seen, StatusPatch patch, Reason reason, String words) {
        var charged =
                patch.attempts().stream().filter(a -> Boolean.TRUE.equals(a.charged())).count();
        var outOfMemoryTwice =
                patch.attempts().size() >= 2
                        && patch
                                .attempts()
                                .subList(patch.attempts().size() - 2, patch.attempts().size())
                                .stream()
                                .allMatch(a -> Reason.OUT_OF_MEMORY.word().equals(a.reason()));
        if (outOfMemoryTwice) {
            return Optional.of(failed(seen, patch, Reason.GENERATION_FAILED, reason, words));
        }
        return charged >= seen.spec().maxAttempts()
                        || patch.attempts().size() >= limits.attemptsMax()
                ? Optional.of(failed(seen, patch, Reason.ATTEMPTS_EXHAUSTED, reason, words))
                : Optional.empty();
    }

    private Optional<Plan> conclude(
            Observed seen, Attempt attempt, StatusPatch patch, Ending ending) {
        if (!seen.live()) {
            return Optional.of(RequestPlanner.lookCloser(seen));
        }
        patch.end(
                attempt,
                seen.resultStored() ? Reason.COMPLETED : ending.reason(),
                ending.charged());
        if (seen.resultStored() && ending.last() != Reason.CANCELLED) {
            return Optional.of(RequestPlanner.completed(patch));
        }
        patch.generator(ConditionStatus.FALSE, readiness(ending.reason()), ending.message());
        if (ending.interrupted()) {
            patch.interrupted(interruption(ending.reason()), ending.message());
        }
        if (seen.deleting() || ending.awaitsResult()) {
            return Optional.empty();
        }
        if (ending.last() != null) {
            return Optional.of(
                    failed(seen, patch, ending.last(), ending.reason(), ending.message()));
        }
        return exhausted(seen, patch, ending.reason(), ending.message());
    }

    private static Plan failed(
            Observed seen, StatusPatch patch, Reason summary, Reason reason, String words) {
        if (summary != Reason.CANCELLED) {
            patch.failure(reason, words, seen.uid());
        }
        patch.finish(ConditionStatus.FALSE, summary, words);
        return new Plan(patch.build(), new Step.Rest(), Duration.ZERO);
    }

    private @Nullable Reason stopReason(Observed seen, Attempt attempt, Instant now) {
        if (seen.cancelled()) {
            return Reason.CANCELLED;
        }
        if (attempt.reason() != null) {
            return Reason.of(attempt.reason()).orElse(Reason.PREEMPTED);
        }
        if (seen.suspended()) {
            return Reason.SUSPENDED;
        }
        if (seen.hold() == null) {
            return Reason.FENCE_REJECTED;
        }
        var pod = pod(seen);
        if (pod != null && pod.state() == SeenPod.State.RUNNING) {
            return passed(runDue(seen, pod), now) ? Reason.RUN_TIMEOUT : null;
        }
        if (pod != null && pod.ended() || !passed(startDue(seen), now)) {
            return null;
        }
        var obstacle = pod == null ? null : pod.waitingOn();
        if (obstacle == null) {
            return Reason.POD_PENDING;
        }
        return obstacle.kind() == SeenPod.Obstacle.Kind.IMAGE
                ? Reason.IMAGE_PULL_FAILED
                : Reason.UNSCHEDULABLE;
    }

    private void describe(Observed seen, StatusPatch patch, @Nullable Reason stop, Instant now) {
        if (stop == Reason.CANCELLED) {
            patch.succeeded(
                    ConditionStatus.UNKNOWN, Reason.CANCELLING, "The generator is stopping.");
        } else {
            patch.succeeded(ConditionStatus.UNKNOWN, Reason.RUNNING, "");
        }
        var pod = pod(seen);
        if (pod == null) {
            patch.generator(ConditionStatus.FALSE, Reason.POD_PENDING, "The pod is starting.");
            return;
        }
        if (nodeLost(pod, now)) {
            patch.generator(
                    ConditionStatus.UNKNOWN,
                    Reason.NODE_LOST,
                    "The pod's node does not answer; the slot stays taken, since the generator may"
                            + " still run.");
            return;
        }
        switch (pod.state()) {
            case RUNNING -> patch.generator(ConditionStatus.TRUE, Reason.RUNNING, "");
            // Its Job says so in a moment, and then more can be told.
            case ENDED -> {}
            case PENDING -> {
                var obstacle = pod.waitingOn();
                if (obstacle == null) {
                    patch.generator(
                            ConditionStatus.FALSE, Reason.POD_PENDING, "The pod is starting.");
                } else {
                    patch.generator(
                            ConditionStatus.FALSE,
                            obstacle.kind() == SeenPod.Obstacle.Kind.IMAGE
                                    ? Reason.IMAGE_PULL_FAILED
                                    : Reason.UNSCHEDULABLE,
                            obstacle.message());
                }
            }
        }
    }

    private Duration lookAgain(Observed seen, Instant now, @Nullable Reason stop) {
        var pod = pod(seen);
        if (stop != null || pod != null && pod.goneBy() != null) {
            return RECHECK;
        }
        var due =
                pod != null && pod.state() == SeenPod.State.RUNNING
                        ? runDue(seen, pod)
                        : startDue(seen);
        return due == null || !due.isAfter(now) ? RECHECK : Duration.between(now, due);
    }

    private @Nullable Instant runDue(Observed seen, SeenPod pod) {
        return pod.startedAt() == null
                ? null
                : pod.startedAt()
                        .plusSeconds(seen.spec().runTimeoutSeconds())
                        .plus(limits.runGrace());
    }

    private static @Nullable Instant startDue(Observed seen) {
        var job = seen.job();
        var hold = seen.hold();
        var begun = job != null ? job.createdAt() : hold != null ? hold.since() : null;
        return begun == null ? null : begun.plus(seen.pool().startTimeout());
    }

    private boolean nodeLost(SeenPod pod, Instant now) {
        return !pod.ended()
                && pod.goneBy() != null
                && pod.goneBy().plus(limits.nodeLostAfter()).isBefore(now);
    }

    private static boolean passed(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }

    /** The pod that matters: one that is alive before one that has ended. */
    private static @Nullable SeenPod pod(Observed seen) {
        return seen.pods().stream().min(Comparator.comparing(SeenPod::ended)).orElse(null);
    }

    private static boolean ours(SeenJob job, Observed seen) {
        return job.ownerUid().equals(seen.uid());
    }

    private static Plan stopGenerator(StatusPatch patch, SeenJob job) {
        return new Plan(
                patch.build(),
                job.deleting() ? new Step.Rest() : new Step.StopGenerator(job.name(), job.uid()),
                RECHECK);
    }

    private static Reason readiness(Reason ending) {
        return switch (ending) {
            case FENCE_REJECTED, UNSCHEDULABLE, IMAGE_PULL_FAILED -> ending;
            default -> Reason.EXITED;
        };
    }

    private static Reason interruption(Reason ending) {
        return switch (ending) {
            case NODE_LOST, POD_EVICTED, OUT_OF_MEMORY, BACKEND_UNAVAILABLE -> ending;
            default -> Reason.PREEMPTED;
        };
    }
}
