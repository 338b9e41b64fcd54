package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.request.Observed.PoolSeen.Obstacle;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a request. Pure: the same observation at the same instant gives the same
 * plan, so that whichever operator comes next goes on where another stopped.
 */
final class RequestPlanner {
    private final Limits limits;
    private final AttemptPlanner attempts;

    RequestPlanner(Limits limits) {
        this.limits = limits;
        this.attempts = new AttemptPlanner(limits);
    }

    Plan next(Observed seen, Instant now) {
        if (finished(seen)) {
            return afterTheEnd(seen, now);
        }
        var patch = new StatusPatch(seen.status(), seen.generation(), now);
        var open = openAttempt(seen, patch);
        if (open != null) {
            if (seen.hold() == null && !seen.live()) {
                return lookCloser(seen);
            }
            var plan = attempts.next(seen, open, patch, now);
            if (plan.isPresent()) {
                return plan.get();
            }
        }
        return withoutAttempt(seen, patch, now);
    }

    static boolean finished(Observed seen) {
        return seen.status()
                .condition(Condition.SUCCEEDED)
                .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                .isPresent();
    }

    static Plan lookCloser(Observed seen) {
        return new Plan(StatusPatch.ownPart(seen.status()), new Step.LookCloser(), null);
    }

    private static @Nullable Attempt openAttempt(Observed seen, StatusPatch patch) {
        var hold = seen.hold();
        var attempt =
                hold == null
                        ? patch.last().orElse(null)
                        : patch.attempt(hold.token())
                                .orElseGet(() -> patch.open(hold, jobName(seen, hold)));
        return attempt == null || attempt.endTime() != null ? null : attempt;
    }

    private static String jobName(Observed seen, Observed.Hold hold) {
        return GeneratorJob.name(seen.uid(), hold.attempt());
    }

    /** A finished status never changes; what is left is to clean up. */
    private Plan afterTheEnd(Observed seen, Instant now) {
        var status = StatusPatch.ownPart(seen.status());
        var job = seen.job();
        if (job != null && !job.ended() && !job.deleting()) {
            return new Plan(status, new Step.StopGenerator(job.name(), job.uid()), null);
        }
        if (seen.deleting()) {
            return letGo(seen, new StatusPatch(seen.status(), seen.generation(), now), true);
        }
        var ttl = seen.spec().ttlSecondsAfterFinished();
        var completed = seen.status().completionTime();
        if (ttl == null || completed == null || !deliveryIsOver(seen)) {
            return new Plan(status, new Step.Rest(), null);
        }
        var due = Instant.parse(completed).plusSeconds(ttl);
        return due.isAfter(now)
                ? new Plan(status, new Step.Rest(), Duration.between(now, due))
                : new Plan(status, new Step.Discard(), null);
    }

    private static boolean deliveryIsOver(Observed seen) {
        var delivery = seen.spec().delivery();
        return delivery == null || delivery.discord() == null || seen.status().deliveryIsOver();
    }

    private Plan withoutAttempt(Observed seen, StatusPatch patch, Instant now) {
        if (seen.deleting()) {
            return letGo(seen, patch, false);
        }
        if (seen.resultStored()) {
            return completed(patch);
        }
        var last = patch.last().orElse(null);
        if (last != null && Reason.EXITED.word().equals(last.reason()) && !seen.cancelled()) {
            var due = Instant.parse(String.valueOf(last.endTime())).plus(limits.resultWait());
            if (due.isAfter(now)) {
                patch.succeeded(
                        ConditionStatus.UNKNOWN,
                        Reason.RUNNING,
                        "The generator has finished; its result is being recorded.");
                patch.admitted(ConditionStatus.FALSE, Reason.FINISHED, "");
                return new Plan(patch.build(), new Step.Rest(), Duration.between(now, due));
            }
            return noResult(seen, patch, last, now);
        }
        if (seen.cancelled()) {
            return end(seen, patch, Reason.CANCELLED, "Cancelled on request.");
        }
        var refused = seen.status().condition(Condition.ACCEPTED);
        if (refused.isPresent() && refused.get().status() == ConditionStatus.FALSE) {
            var reason = Reason.of(refused.get().reason()).orElse(Reason.REJECTED);
            patch.failure(reason, refused.get().message(), seen.uid());
            return end(seen, patch, Reason.REJECTED, refused.get().message());
        }
        var queueDue = seen.createdAt().plusSeconds(seen.spec().queueTimeoutSeconds());
        if (!queueDue.isAfter(now)) {
            var words = "No slot became free within the queue timeout.";
            patch.failure(Reason.QUEUE_TIMEOUT, words, seen.uid());
            return end(seen, patch, Reason.QUEUE_TIMEOUT, words);
        }
        return waiting(seen, patch, now, queueDue);
    }

    private Plan noResult(Observed seen, StatusPatch patch, Attempt last, Instant now) {
        var words = "The generator reported success, but its result was never recorded.";
        patch.reassess(last, Reason.NO_RESULT);
        return attempts.exhausted(seen, patch, Reason.NO_RESULT, words)
                .orElseGet(() -> withoutAttempt(seen, patch, now));
    }

    static Plan completed(StatusPatch patch) {
        patch.generator(ConditionStatus.FALSE, Reason.EXITED, "");
        patch.finish(ConditionStatus.TRUE, Reason.COMPLETED, "The images are stored.");
        return new Plan(patch.build(), new Step.Rest(), Duration.ZERO);
    }

    /** Ends a request that runs nothing; the caches might not know yet that it just got a slot. */
    private static Plan end(Observed seen, StatusPatch patch, Reason reason, String words) {
        if (!seen.live()) {
            return lookCloser(seen);
        }
        patch.finish(ConditionStatus.FALSE, reason, words);
        return new Plan(patch.build(), new Step.Rest(), Duration.ZERO);
    }

    /** The pool releases the slot; only then nothing refers to the request any more. */
    private static Plan letGo(Observed seen, StatusPatch patch, boolean finished) {
        var status = finished ? StatusPatch.ownPart(seen.status()) : patch.build();
        if (!seen.live()) {
            return lookCloser(seen);
        }
        var job = seen.job();
        if (job != null && !job.ended()) {
            return job.deleting()
                    ? new Plan(status, new Step.Rest(), AttemptPlanner.RECHECK)
                    : new Plan(status, new Step.StopGenerator(job.name(), job.uid()), null);
        }
        return seen.hold() == null && !seen.podAlive()
                ? new Plan(status, new Step.LetGo(), null)
                : new Plan(status, new Step.Rest(), AttemptPlanner.RECHECK);
    }

    private Plan waiting(Observed seen, StatusPatch patch, Instant now, Instant queueDue) {
        var tried = patch.last().isPresent();
        var look = queueDue;
        if (seen.suspended()) {
            patch.succeeded(ConditionStatus.UNKNOWN, Reason.SUSPENDED, "Suspended on request.");
            patch.admitted(ConditionStatus.FALSE, Reason.SUSPENDED, "Suspended on request.");
        } else if (!seen.is(Condition.ACCEPTED, ConditionStatus.TRUE)) {
            patch.succeeded(
                    ConditionStatus.UNKNOWN,
                    Reason.PENDING,
                    "Waiting until the request is checked.");
            patch.admitted(
                    ConditionStatus.UNKNOWN,
                    Reason.NOT_EVALUATED,
                    "Waiting until the request is checked.");
        } else {
            var notBefore = limits.notBefore(patch.attempts());
            var reason = waitsFor(seen, notBefore.isAfter(now));
            var words = words(reason, seen);
            patch.admitted(ConditionStatus.FALSE, reason, words);
            patch.succeeded(
                    ConditionStatus.UNKNOWN, tried ? Reason.RETRYING : Reason.PENDING, words);
            if (notBefore.isAfter(now) && notBefore.isBefore(look)) {
                look = notBefore;
            }
        }
        return new Plan(patch.build(), new Step.Rest(), Duration.between(now, look));
    }

    private static Reason waitsFor(Observed seen, boolean backingOff) {
        var pool = seen.pool();
        if (pool.exists() && pool.state() == PoolState.DRAINING) {
            return Reason.POOL_DRAINING;
        }
        if (!pool.exists()
                || pool.state() != PoolState.ACTIVE
                || pool.obstacle() == Obstacle.PAUSED) {
            return Reason.POOL_STOPPED;
        }
        if (pool.obstacle() == Obstacle.BACKEND_DOWN) {
            return Reason.BACKEND_DOWN;
        }
        return backingOff ? Reason.BACKOFF_PENDING : Reason.WAITING_FOR_SLOT;
    }

    private static String words(Reason reason, Observed seen) {
        var pool = seen.spec().poolRef().name();
        return switch (reason) {
            case POOL_STOPPED ->
                    seen.pool().exists()
                            ? seen.pool().obstacle() == Obstacle.PAUSED
                                    ? "Pool " + pool + " is paused: " + seen.pool().words()
                                    : "Pool " + pool + " takes no new requests."
                            : "Pool " + pool + " does not exist.";
            case POOL_DRAINING -> "Pool " + pool + " finishes what runs and takes no new requests.";
            case BACKEND_DOWN -> "The back ends do not answer: " + seen.pool().words();
            case BACKOFF_PENDING -> "The last attempt failed; the next one follows shortly.";
            default -> "Waiting for a free slot of pool " + pool + ".";
        };
    }
}
