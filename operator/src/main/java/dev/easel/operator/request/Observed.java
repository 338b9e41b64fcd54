package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the planner knows of one request. {@code live} says that hold, job and pods were read
 * from the API server just now; what came from caches may be behind and ends no attempt.
 */
record Observed(
        String name,
        String uid,
        long generation,
        Instant createdAt,
        boolean deleting,
        GenerationRequestSpec spec,
        GenerationRequestStatus status,
        @Nullable Hold hold,
        PoolSeen pool,
        @Nullable SeenJob job,
        List<SeenPod> pods,
        boolean live) {
    /** The slot that this request holds. */
    record Hold(String pool, String slot, int attempt, long token, Instant since) {}

    /** The pool it waits for; {@code obstacle} says why a free slot is not given out. */
    record PoolSeen(
            boolean exists,
            PoolState state,
            Obstacle obstacle,
            String words,
            Duration startTimeout) {
        enum Obstacle {
            NONE,
            PAUSED,
            BACKEND_DOWN
        }
    }

    boolean cancelled() {
        return deleting || spec.desiredState() == DesiredState.CANCELLED;
    }

    boolean suspended() {
        return spec.desiredState() == DesiredState.SUSPENDED;
    }

    boolean resultStored() {
        return is(Condition.RESULT_STORED, ConditionStatus.TRUE);
    }

    boolean is(String type, ConditionStatus status) {
        return this.status.is(type, status);
    }

    boolean podAlive() {
        return pods.stream().anyMatch(p -> !p.ended());
    }
}
