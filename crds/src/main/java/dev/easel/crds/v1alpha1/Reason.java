package dev.easel.crds.v1alpha1;

import static dev.easel.crds.v1alpha1.Condition.ACCEPTED;
import static dev.easel.crds.v1alpha1.Condition.ADMITTED;
import static dev.easel.crds.v1alpha1.Condition.BACKEND_AVAILABLE;
import static dev.easel.crds.v1alpha1.Condition.DELIVERED;
import static dev.easel.crds.v1alpha1.Condition.GENERATOR_READY;
import static dev.easel.crds.v1alpha1.Condition.INTERRUPTED;
import static dev.easel.crds.v1alpha1.Condition.RESULT_STORED;
import static dev.easel.crds.v1alpha1.Condition.SUCCEEDED;
import static dev.easel.crds.v1alpha1.Reason.Use.no;
import static dev.easel.crds.v1alpha1.Reason.Use.unknown;
import static dev.easel.crds.v1alpha1.Reason.Use.yes;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every reason Easel gives. One word serves as condition reason, metric label, Event reason, API
 * error code, key of the user's text and heading in the reference. A reason without a use stands in
 * {@code status.failure}, in an attempt, in an API error or in a notice, not in a condition.
 */
public enum Reason {
    // Succeeded
    COMPLETED("Completed", yes(SUCCEEDED)),
    GENERATION_FAILED("GenerationFailed", no(SUCCEEDED)),
    ATTEMPTS_EXHAUSTED("AttemptsExhausted", no(SUCCEEDED)),
    CANCELLED("Cancelled", no(SUCCEEDED)),
    QUEUE_TIMEOUT("QueueTimeout", no(SUCCEEDED)),
    RUN_TIMEOUT("RunTimeout", no(SUCCEEDED)),
    REJECTED("Rejected", no(SUCCEEDED)),
    PENDING("Pending", unknown(SUCCEEDED)),
    SUSPENDED("Suspended", unknown(SUCCEEDED), no(ADMITTED)),
    RUNNING("Running", unknown(SUCCEEDED), yes(GENERATOR_READY)),
    RETRYING("Retrying", unknown(SUCCEEDED)),
    CANCELLING("Cancelling", unknown(SUCCEEDED)),
    // Accepted
    VALID("Valid", yes(ACCEPTED)),
    UNCHECKED("Unchecked", yes(ACCEPTED)),
    POOL_NOT_FOUND("PoolNotFound", no(ACCEPTED)),
    SOURCE_NOT_FOUND("SourceNotFound", no(ACCEPTED)),
    MODEL_NOT_FOUND("ModelNotFound", no(ACCEPTED)),
    LORA_NOT_FOUND("LoraNotFound", no(ACCEPTED)),
    SAMPLER_NOT_FOUND("SamplerNotFound", no(ACCEPTED)),
    SCHEDULER_NOT_FOUND("SchedulerNotFound", no(ACCEPTED)),
    ACTION_NOT_SUPPORTED("ActionNotSupported", no(ACCEPTED)),
    POLICY_DENIED("PolicyDenied", no(ACCEPTED)),
    USER_LIMIT_EXCEEDED("UserLimitExceeded", no(ACCEPTED)),
    NOT_CHECKED("NotChecked", unknown(ACCEPTED), unknown(BACKEND_AVAILABLE)),
    // Admitted
    SLOT_RESERVED("SlotReserved", yes(ADMITTED)),
    WAITING_FOR_SLOT("WaitingForSlot", no(ADMITTED)),
    POOL_STOPPED("PoolStopped", no(ADMITTED), no(Condition.READY)),
    POOL_DRAINING("PoolDraining", no(ADMITTED), no(Condition.READY)),
    BACKEND_DOWN("BackendDown", no(ADMITTED), no(BACKEND_AVAILABLE), no(Condition.READY)),
    BACKOFF_PENDING("BackoffPending", no(ADMITTED)),
    FINISHED("Finished", no(ADMITTED)),
    NOT_EVALUATED("NotEvaluated", unknown(ADMITTED), unknown(Condition.READY)),
    // GeneratorReady
    POD_PENDING("PodPending", no(GENERATOR_READY)),
    UNSCHEDULABLE("Unschedulable", no(GENERATOR_READY)),
    IMAGE_PULL_FAILED("ImagePullFailed", no(GENERATOR_READY), no(Condition.READY)),
    FENCE_REJECTED("FenceRejected", no(GENERATOR_READY)),
    EXITED("Exited", no(GENERATOR_READY)),
    NODE_LOST("NodeLost", unknown(GENERATOR_READY), yes(INTERRUPTED)),
    // ResultStored
    STORED("Stored", yes(RESULT_STORED)),
    STORE_FAILED("StoreFailed", no(RESULT_STORED)),
    NO_RESULT("NoResult", no(RESULT_STORED)),
    NOT_FINISHED("NotFinished", unknown(RESULT_STORED)),
    // Delivered
    POSTED("Posted", yes(DELIVERED)),
    NOT_REQUESTED("NotRequested", yes(DELIVERED)),
    RATE_LIMITED("RateLimited", no(DELIVERED)),
    TARGET_GONE("TargetGone", no(DELIVERED)),
    PERMISSION_MISSING("PermissionMissing", no(DELIVERED)),
    THREAD_LOCKED("ThreadLocked", no(DELIVERED)),
    CONTENT_BLOCKED("ContentBlocked", no(DELIVERED)),
    AGE_RESTRICTION_MISSING("AgeRestrictionMissing", no(DELIVERED)),
    DISCORD_TOKEN_INVALID("DiscordTokenInvalid", no(DELIVERED)),
    DELIVERY_FAILED("DeliveryFailed", no(DELIVERED)),
    NOT_ATTEMPTED("NotAttempted", unknown(DELIVERED)),
    // Interrupted
    POD_EVICTED("PodEvicted", yes(INTERRUPTED)),
    OUT_OF_MEMORY("OutOfMemory", yes(INTERRUPTED)),
    BACKEND_UNAVAILABLE("BackendUnavailable", yes(INTERRUPTED)),
    PREEMPTED("Preempted", yes(INTERRUPTED)),
    NOT_INTERRUPTED("NotInterrupted", no(INTERRUPTED)),
    // what the generator says of a failed attempt
    MODEL_UNAVAILABLE("LanguageModelUnavailable", no(BACKEND_AVAILABLE)),
    LANGUAGE_MODEL_NOT_FOUND("LanguageModelNotFound", no(BACKEND_AVAILABLE)),
    LANGUAGE_MODEL_OUT_OF_MEMORY("LanguageModelOutOfMemory"),
    LANGUAGE_MODEL_TIMEOUT("LanguageModelTimeout"),
    MODEL_ANSWER_INVALID("LanguageModelAnswerInvalid"),
    MEMORY_NOT_FREED("MemoryNotFreed"),
    RENDERER_UNAVAILABLE("RendererUnavailable", no(BACKEND_AVAILABLE)),
    RENDERER_ACCESS_DENIED("RendererAccessDenied", no(BACKEND_AVAILABLE)),
    RENDERER_BUSY("RendererBusy"),
    RENDERER_ERROR("RendererError"),
    RENDERER_OUT_OF_MEMORY("RendererOutOfMemory"),
    RENDERER_NUMERIC_ERROR("RendererNumericError"),
    RENDER_MISMATCH("RenderMismatch"),
    RENDER_TIMEOUT("RenderTimeout"),
    RESEARCH_UNAVAILABLE("ResearchUnavailable"),
    INTERNAL_ERROR("InternalError"),
    // pool
    READY("Ready", yes(Condition.READY)),
    AVAILABLE("Available", yes(BACKEND_AVAILABLE)),
    API_UNAVAILABLE("ApiUnavailable", no(Condition.READY)),
    // what api answers
    INVALID_REQUEST("InvalidRequest"),
    UNAUTHENTICATED("Unauthenticated"),
    FORBIDDEN("Forbidden"),
    NOT_FOUND("NotFound", no(DELIVERED)),
    CONFLICT("Conflict"),
    TOO_LARGE("TooLarge"),
    TOO_MANY_REQUESTS("TooManyRequests"),
    DATABASE_UNAVAILABLE("DatabaseUnavailable", no(Condition.READY)),
    IMAGE_STORE_UNAVAILABLE("ImageStoreUnavailable"),
    CLUSTER_UNAVAILABLE("ClusterUnavailable");

    /** Where a reason may stand: the type of a condition, with one of its statuses. */
    public record Use(String condition, ConditionStatus status) {
        static Use yes(String condition) {
            return new Use(condition, ConditionStatus.TRUE);
        }

        static Use no(String condition) {
            return new Use(condition, ConditionStatus.FALSE);
        }

        static Use unknown(String condition) {
            return new Use(condition, ConditionStatus.UNKNOWN);
        }
    }

    private static final Map<String, Reason> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toMap(Reason::word, Function.identity()));

    private final String word;
    private final Set<Use> uses;

    Reason(String word, Use... uses) {
        this.word = word;
        this.uses = Set.of(uses);
    }

    public String word() {
        return word;
    }

    public Set<Use> uses() {
        return uses;
    }

    /** The types of the conditions that may give this reason; none for failures and API errors. */
    public Set<String> conditions() {
        return uses.stream().map(Use::condition).collect(Collectors.toUnmodifiableSet());
    }

    public boolean fits(String condition, ConditionStatus status) {
        return uses.contains(new Use(condition, status));
    }

    public static Optional<Reason> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    @Override
    public String toString() {
        return word;
    }
}
