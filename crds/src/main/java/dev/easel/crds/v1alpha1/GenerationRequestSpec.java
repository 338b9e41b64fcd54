package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, by whom, and where the answer goes. Limits are whole seconds. Only {@code
 * desiredState}, {@code priority} and {@code ttlSecondsAfterFinished} may change after creation.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerationRequestSpec(
        @Nullable String instruction,
        Action action,
        @Nullable Source source,
        @Nullable Parameters parameters,
        Research research,
        @Nullable String threadID,
        @Nullable Requester requester,
        @Nullable Delivery delivery,
        PoolRef poolRef,
        Integer priority,
        DesiredState desiredState,
        Integer queueTimeoutSeconds,
        Integer runTimeoutSeconds,
        Integer maxAttempts,
        @Nullable Integer ttlSecondsAfterFinished) {
    public static final int QUEUE_TIMEOUT_SECONDS_DEFAULT = 86_400;
    public static final int RUN_TIMEOUT_SECONDS_DEFAULT = 900;
    public static final int MAX_ATTEMPTS_DEFAULT = 3;

    public GenerationRequestSpec {
        action = action == null ? Action.GENERATE : action;
        research = research == null ? Research.DISABLED : research;
        poolRef = poolRef == null ? PoolRef.DEFAULT : poolRef;
        priority = priority == null ? 0 : priority;
        desiredState = desiredState == null ? DesiredState.ACTIVE : desiredState;
        queueTimeoutSeconds =
                queueTimeoutSeconds == null ? QUEUE_TIMEOUT_SECONDS_DEFAULT : queueTimeoutSeconds;
        runTimeoutSeconds =
                runTimeoutSeconds == null ? RUN_TIMEOUT_SECONDS_DEFAULT : runTimeoutSeconds;
        maxAttempts = maxAttempts == null ? MAX_ATTEMPTS_DEFAULT : maxAttempts;
    }
}
