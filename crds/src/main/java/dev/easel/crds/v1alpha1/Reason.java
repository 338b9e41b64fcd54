package dev.easel.crds.v1alpha1;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every reason Easel gives. One word serves as condition reason, metric label, Event reason, API
 * error code, key of the user's text and heading in the reference.
 */
public enum Reason {
    // Succeeded
    COMPLETED("Completed"),
    GENERATION_FAILED("GenerationFailed"),
    ATTEMPTS_EXHAUSTED("AttemptsExhausted"),
    CANCELLED("Cancelled"),
    QUEUE_TIMEOUT("QueueTimeout"),
    RUN_TIMEOUT("RunTimeout"),
    REJECTED("Rejected"),
    PENDING("Pending"),
    SUSPENDED("Suspended"),
    RUNNING("Running"),
    RETRYING("Retrying"),
    CANCELLING("Cancelling"),
    // Accepted
    VALID("Valid"),
    UNCHECKED("Unchecked"),
    POOL_NOT_FOUND("PoolNotFound"),
    SOURCE_NOT_FOUND("SourceNotFound"),
    MODEL_NOT_FOUND("ModelNotFound"),
    LORA_NOT_FOUND("LoraNotFound"),
    SAMPLER_NOT_FOUND("SamplerNotFound"),
    SCHEDULER_NOT_FOUND("SchedulerNotFound"),
    ACTION_NOT_SUPPORTED("ActionNotSupported"),
    POLICY_DENIED("PolicyDenied"),
    USER_LIMIT_EXCEEDED("UserLimitExceeded"),
    NOT_CHECKED("NotChecked"),
    // Admitted
    SLOT_RESERVED("SlotReserved"),
    WAITING_FOR_SLOT("WaitingForSlot"),
    POOL_STOPPED("PoolStopped"),
    BACKEND_DOWN("BackendDown"),
    BACKOFF_PENDING("BackoffPending"),
    FINISHED("Finished"),
    NOT_EVALUATED("NotEvaluated"),
    // GeneratorReady
    POD_PENDING("PodPending"),
    UNSCHEDULABLE("Unschedulable"),
    IMAGE_PULL_FAILED("ImagePullFailed"),
    FENCE_REJECTED("FenceRejected"),
    EXITED("Exited"),
    NODE_LOST("NodeLost"),
    // ResultStored
    STORED("Stored"),
    STORE_FAILED("StoreFailed"),
    NO_RESULT("NoResult"),
    NOT_FINISHED("NotFinished"),
    // Delivered
    POSTED("Posted"),
    NOT_REQUESTED("NotRequested"),
    RATE_LIMITED("RateLimited"),
    TARGET_GONE("TargetGone"),
    DELIVERY_FAILED("DeliveryFailed"),
    NOT_ATTEMPTED("NotAttempted"),
    // Interrupted
    POD_EVICTED("PodEvicted"),
    OUT_OF_MEMORY("OutOfMemory"),
    BACKEND_UNAVAILABLE("BackendUnavailable"),
    PREEMPTED("Preempted"),
    NOT_INTERRUPTED("NotInterrupted"),
    // what the generator says of a failed attempt
    MODEL_UNAVAILABLE("LanguageModelUnavailable"),
    MODEL_ANSWER_INVALID("LanguageModelAnswerInvalid"),
    RENDERER_UNAVAILABLE("RendererUnavailable"),
    RENDERER_ERROR("RendererError"),
    RENDERER_OUT_OF_MEMORY("RendererOutOfMemory"),
    RENDER_MISMATCH("RenderMismatch"),
    RENDER_TIMEOUT("RenderTimeout"),
    INTERNAL_ERROR("InternalError"),
    // pool
    READY("Ready"),
    AVAILABLE("Available"),
    API_UNAVAILABLE("ApiUnavailable");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<Reason> of(String word) {
        return Arrays.stream(values()).filter(r -> r.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
