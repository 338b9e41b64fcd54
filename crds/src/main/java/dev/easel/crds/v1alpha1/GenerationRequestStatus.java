package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened. Three writers apply disjoint parts by server-side apply, each under its own field
 * manager: {@code easel-operator}, {@code easel-api}, {@code easel-bot}. Absent parts are left out
 * of the JSON, so that a writer never claims another's fields.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!("
                        + Cel.TERMINAL_BEFORE
                        + ") || (has(self.conditions) && self.conditions.exists(c,"
                        + " c.type == 'Succeeded' && oldSelf.conditions.exists(o,"
                        + " o.type == 'Succeeded' && o.status == c.status"
                        + " && o.reason == c.reason)))",
        fieldPath = ".conditions",
        message =
                "status.conditions: Succeeded cannot change once it is True or False: create a new"
                        + " request to try again")
@ValidationRule(
        value = "!has(oldSelf.attempt) || (has(self.attempt) && self.attempt >= oldSelf.attempt)",
        fieldPath = ".attempt",
        message = "status.attempt cannot decrease or go away: read the request again")
@ValidationRule(
        value =
                "!has(oldSelf.admission) || !has(self.admission)"
                        + " || self.admission.token >= oldSelf.admission.token",
        fieldPath = ".admission",
        message =
                "status.admission.token cannot decrease: another writer was admitted later, read"
                        + " the request again")
@ValidationRule(
        value =
                "!has(self.admission) || !has(self.attempts)"
                        + " || self.attempts.all(a, a.token <= self.admission.token)",
        fieldPath = ".admission",
        message =
                "status.admission.token cannot be lower than the token of an attempt: read the"
                        + " request again")
@ValidationRule(
        value =
                "!has(self.completionTime) || (has(self.conditions)"
                        + " && self.conditions.exists(c,"
                        + " c.type == 'Succeeded' && c.status != 'Unknown'))",
        fieldPath = ".completionTime",
        message =
                "status.completionTime is only allowed once the condition Succeeded is True or"
                        + " False: write both at once")
public record GenerationRequestStatus(
        @JsonPropertyDescription("The metadata.generation that the operator acted on.") @Min(0)
                @Nullable Long observedGeneration,
        @JsonPropertyDescription(
                        "Succeeded sums up; Accepted, Admitted, GeneratorReady, ResultStored,"
                                + " Delivered and Interrupted tell the story.")
                @Size(max = 16)
                List<Condition> conditions,
        @JsonPropertyDescription("The number of the latest attempt, counted from 1.")
                @Min(0)
                @Max(1000)
                @Nullable Integer attempt,
        @JsonPropertyDescription("The slot that is reserved for the request.")
                @Nullable Admission admission,
        @JsonPropertyDescription("The Job of the latest attempt.") @Nullable JobRef jobRef,
        @JsonPropertyDescription("What became of each attempt.") @Size(max = ATTEMPTS_MAX)
                List<Attempt> attempts,
        @JsonPropertyDescription("When the first attempt was admitted.") @Size(max = 64)
                @Nullable String startTime,
        @JsonPropertyDescription("When Succeeded became True or False.") @Size(max = 64)
                @Nullable String completionTime,
        @JsonPropertyDescription("Why it ended badly.") @Nullable Failure failure,
        @JsonPropertyDescription("How far the running attempt is.") @Nullable Progress progress,
        @JsonPropertyDescription("What the generator settled on.") @Nullable Resolved resolved,
        @JsonPropertyDescription("The stored images.") @Size(max = 8) List<Image> images,
        @JsonPropertyDescription("Where the result was posted.") @Nullable DeliveryRecord delivery,
        @JsonPropertyDescription(
                        "What the message of Accepted=False is made of, for doors that word it in"
                                + " another language; several names in one value are separated by"
                                + " line feeds.")
                @Size(max = 16)
                Map<String, @Size(max = 4096) String> refusal) {
    public static final GenerationRequestStatus EMPTY =
            new GenerationRequestStatus(
                    null, List.of(), null, null, null, List.of(), null, null, null, null, null,
                    List.of(), null);

    /** Without the parts of a refusal. */
    public GenerationRequestStatus(
            @Nullable Long observedGeneration,
            List<Condition> conditions,
            @Nullable Integer attempt,
            @Nullable Admission admission,
            @Nullable JobRef jobRef,
            List<Attempt> attempts,
            @Nullable String startTime,
            @Nullable String completionTime,
            @Nullable Failure failure,
            @Nullable Progress progress,
            @Nullable Resolved resolved,
            List<Image> images,
            @Nullable DeliveryRecord delivery) {
        this(
                observedGeneration,
                conditions,
                attempt,
                admission,
                jobRef,
                attempts,
                startTime,
                completionTime,
                failure,
                progress,
                resolved,
                images,
                delivery,
                Map.of());
    }

    /** The slot that was reserved; {@code token} is the pool's fencing token, ever rising. */
    public record Admission(
            @JsonPropertyDescription("The pool's name.") @Required @Size(max = 63) String pool,
            @JsonPropertyDescription("The slot's name, which is its back end's.")
                    @Required
                    @Size(max = 63)
                    String slot,
            @JsonPropertyDescription("The pool's fencing token; a higher one retires lower ones.")
                    @Required
                    @Min(1)
                    Long token,
            @JsonPropertyDescription("When the slot was reserved.") @Required @Size(max = 64)
                    String time) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JobRef(
            @JsonPropertyDescription("The Job's name.") @Required @Size(max = 253) String name,
            @JsonPropertyDescription("The Job's UID.") @Size(max = 64) @Nullable String uid) {}

    /** One try: charged attempts count against {@code maxAttempts}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Attempt(
            @JsonPropertyDescription("Counted from 1.") @Required @Min(1) @Max(1000) Integer number,
            @JsonPropertyDescription("The fencing token that it ran with.") @Required @Min(1)
                    Long token,
            @JsonPropertyDescription("The slot that it held.") @Required @Size(max = 63)
                    String slot,
            @JsonPropertyDescription("The Job that it ran as.") @Required @Size(max = 253)
                    String jobName,
            @JsonPropertyDescription("When it was launched.") @Required @Size(max = 64)
                    String startTime,
            @JsonPropertyDescription("When it was over.") @Size(max = 64) @Nullable String endTime,
            @JsonPropertyDescription("How it ended, as one word of the registry of reasons.")
                    @Size(max = 64)
                    @Nullable String reason,
            @JsonPropertyDescription("Whether it counts against spec.maxAttempts.")
                    @Nullable Boolean charged) {}

    /** Why it ended badly, in words for the user; {@code id} finds the log lines. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Failure(
            @JsonPropertyDescription("One word of the registry of reasons.")
                    @Required
                    @Size(min = 1, max = 64)
                    String reason,
            @JsonPropertyDescription("What happened and what to do, for people.")
                    @Required
                    @Size(max = Condition.MESSAGE_CHARS_MAX)
                    String message,
            @JsonPropertyDescription("Finds the log lines.") @Size(max = 64) @Nullable String id) {}

    public record Progress(
            @JsonPropertyDescription("What the generator is doing.") @Required Phase phase,
            @JsonPropertyDescription("How much of the whole attempt is done.")
                    @Required
                    @Min(0)
                    @Max(100)
                    Integer percent) {}

    /** What the generator settled on, for people reading with kubectl. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Resolved(
            @JsonPropertyDescription("The prompt that was rendered.")
                    @Size(max = RESOLVED_PROMPT_CHARS_MAX)
                    @Nullable String prompt,
            @JsonPropertyDescription("The seed of the first image.") @Min(0) @Max(4_294_967_295L)
                    @Nullable Long seed,
            @JsonPropertyDescription("The checkpoint that rendered it.") @Size(max = 253)
                    @Nullable String model) {}

    /** A stored image: {@code size} is bytes, {@code key} its name in the image store. */
    public record Image(
            @JsonPropertyDescription("Counted from 0.") @Required @Min(0) @Max(7) Integer index,
            @JsonPropertyDescription("The file's SHA-256 in hexadecimal.")
                    @Required
                    @Size(max = 64)
                    @ValidationRule(
                            value = "self.matches('^[0-9a-f]{64}$')",
                            message =
                                    "status.images[].sha256 must be 64 hexadecimal digits in lower"
                                            + " case")
                    String sha256,
            @JsonPropertyDescription("The file's size in bytes.") @Required @Min(1) Long size,
            @JsonPropertyDescription("The file's name in the image store.")
                    @Required
                    @Size(min = 1, max = 512)
                    String key) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DeliveryRecord(
            @JsonPropertyDescription("The Discord thread.") @Size(max = 64)
                    @Nullable String threadID,
            @JsonPropertyDescription("The messages that carry the result.") @Size(max = 16)
                    List<@Size(max = 64) String> messageIDs) {
        public DeliveryRecord {
            messageIDs = messageIDs == null ? List.of() : List.copyOf(messageIDs);
        }
    }

    /** More attempts than this, charged or not, cannot be written down. */
    public static final int ATTEMPTS_MAX = 100;

    /** Room for the prompt with the suffix from the settings appended. */
    public static final int RESOLVED_PROMPT_CHARS_MAX = 8000;

    public GenerationRequestStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
        images = images == null ? List.of() : List.copyOf(images);
        refusal = refusal == null ? Map.of() : Map.copyOf(refusal);
    }

    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    public boolean is(String type, ConditionStatus status) {
        return condition(type).filter(c -> c.status() == status).isPresent();
    }

    /** Whether the answer is where it should be, or can never be there. */
    public boolean deliveryIsOver() {
        return condition(Condition.DELIVERED)
                .filter(c ->
                        c.status() == ConditionStatus.TRUE
                                || c.reason().equals(Reason.TARGET_GONE.word())
                                || c.reason().equals(Reason.NOT_FOUND.word()))
                .isPresent();
    }
}
