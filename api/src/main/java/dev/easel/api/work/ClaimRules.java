package dev.easel.api.work;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a pod may act for an attempt, from what the API server says right now. Pure. */
final class ClaimRules {
    private ClaimRules() {}

    /** Who asks, and for what. */
    record Asked(UUID request, int attempt, long slotToken, String podUid) {}

    sealed interface Ruling {
        record MayClaim(String poolUid, Slot slot) implements Ruling {}

        record Fenced(String why) implements Ruling {}

        record Cancelled() implements Ruling {}

        record Foreign(String why) implements Ruling {}
    }

    static Ruling rule(
            Asked asked,
            @Nullable GenerationRequest request,
            @Nullable GenerationPool pool,
            @Nullable Pod pod) {
        if (request == null
                || !request.getMetadata().getUid().equals(asked.request().toString())
                || request.getMetadata().getDeletionTimestamp() != null
                || request.getSpec().desiredState() == DesiredState.CANCELLED) {
            return new Ruling.Cancelled();
        }
        if (isFinished(request)) {
            return new Ruling.Fenced("the request is finished");
        }
        if (pod == null || !pod.getMetadata().getUid().equals(asked.podUid())) {
            return new Ruling.Fenced("the pod that the token is bound to is gone");
        }
        if (!isForThisAttempt(asked, pod)) {
            return new Ruling.Foreign("the pod was not made for this attempt");
        }
        var slot = pool == null ? Optional.<Slot>empty() : slot(asked, pool);
        if (pool == null || slot.isEmpty()) {
            return new Ruling.Fenced("the request holds no slot under this token");
        }
        return new Ruling.MayClaim(pool.getMetadata().getUid(), slot.get());
    }

    private static Optional<Slot> slot(Asked asked, GenerationPool pool) {
        var status = pool.getStatus();
        return status == null
                ? Optional.empty()
                : status.slots().stream()
                        .filter(slot -> asked.request().toString().equals(slot.requestUID()))
                        .filter(slot -> slot.token() != null && slot.token() == asked.slotToken())
                        .filter(slot -> slot.attempt() != null && slot.attempt() == asked.attempt())
                        .findFirst();
    }

    private static boolean isForThisAttempt(Asked asked, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null
                && asked.request().toString().equals(labels.get("easel.dev/request-uid"))
                && String.valueOf(asked.attempt()).equals(labels.get("easel.dev/attempt"))
                && String.valueOf(asked.slotToken()).equals(labels.get("easel.dev/token"));
    }

    private static boolean isFinished(GenerationRequest request) {
        var status = request.getStatus();
        return status != null
                && status.condition(Condition.SUCCEEDED)
                        .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                        .isPresent();
    }
}
