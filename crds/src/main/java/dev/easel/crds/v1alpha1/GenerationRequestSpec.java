package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, by whom, and where the answer goes. Limits are whole seconds. Only {@code
 * desiredState}, {@code priority} and {@code ttlSecondsAfterFinished} may change after creation.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "has(self.instruction) || !(self.action in ['Generate', 'Refine'])"
                        + " || (self.action == 'Generate' && has(self.parameters)"
                        + " && has(self.parameters.prompt))",
        fieldPath = ".instruction",
        reason = "FieldValueRequired",
        message =
                "spec.instruction is required for Generate and Refine: say in 1 to 2000 characters"
                        + " what the picture should show, or for Generate give"
                        + " spec.parameters.prompt")
@ValidationRule(
        value = "self.action != 'Generate' || !has(self.source)",
        fieldPath = ".source",
        reason = "FieldValueForbidden",
        message =
                "spec.source has no meaning for Generate: leave it out, or choose an action that"
                        + " starts from an earlier generation")
@ValidationRule(
        value =
                "!(self.action in ['Refine', 'Restore']) || has(self.source)"
                        + " || has(self.threadID)",
        fieldPath = ".source",
        reason = "FieldValueRequired",
        message =
                "spec.source or spec.threadID is required for Refine and Restore: name the earlier"
                        + " request, or the thread whose latest (Refine) or first (Restore) one is"
                        + " meant")
@ValidationRule(
        value =
                "!(self.action in ['Reroll', 'Vary', 'Upscale', 'Replay'])"
                        + " || has(self.source)",
        fieldPath = ".source",
        reason = "FieldValueRequired",
        message =
                "spec.source is required for Reroll, Vary, Upscale and Replay: give the requestID"
                        + " of the earlier request")
@ValidationRule(
        value = "oldSelf.desiredState != 'Cancelled' || self.desiredState == 'Cancelled'",
        fieldPath = ".desiredState",
        message =
                "spec.desiredState stays Cancelled once it is Cancelled: create a new request"
                        + " instead")
public record GenerationRequestSpec(
        @JsonPropertyDescription(
                        "The sentence that says what the picture should show, or what should change;"
                                + " any language. Optional for actions that need none, and for"
                                + " Generate with parameters.prompt.")
                @Size(min = 1, max = INSTRUCTION_CHARS_MAX)
                @ValidationRule(
                        value = Cel.NOT_BLANK,
                        message =
                                "spec.instruction must not be only white space: say in 1 to 2000"
                                        + " characters what the picture should show")
                @ValidationRule(
                        value = Cel.TEXT,
                        message =
                                "spec.instruction must not contain control characters other than"
                                        + " line breaks and tabs: remove them")
                @Nullable String instruction,
        @JsonPropertyDescription("What to do; all but Generate start from an earlier generation.")
                @Default("Generate")
                Action action,
        @JsonPropertyDescription("The earlier generation to start from.") @Nullable Source source,
        @JsonPropertyDescription(
                        "Overrides, each by itself; what is absent comes from settings or from the"
                                + " language model.")
                @Nullable Parameters parameters,
        @JsonPropertyDescription("Whether the web is searched before the prompt is written.")
                @Default("Disabled")
                Research research,
        @JsonPropertyDescription("The conversation that the request belongs to; any key.")
                @Size(min = 1, max = 64)
                @ValidationRule(
                        value = Cel.ONE_LINE,
                        message = "spec.threadID must not contain control characters: remove them")
                @Nullable String threadID,
        @JsonPropertyDescription("Who asked. Only bot and api may set the sources Discord and API.")
                @Default("{\"source\":\"Kubectl\"}")
                @Nullable Requester requester,
        @JsonPropertyDescription("Where the result is posted besides the API.")
                @Nullable Delivery delivery,
        @JsonPropertyDescription(
                        "The pool, in the same namespace, whose slots may run the request.")
                @Default("{\"name\":\"default\"}")
                PoolRef poolRef,
        @JsonPropertyDescription("Higher goes first. May change until the request is admitted.")
                @Default("0")
                @Min(-1000)
                @Max(1000)
                Integer priority,
        @JsonPropertyDescription(
                        "Active runs, Suspended waits outside the queue, Cancelled ends; Cancelled"
                                + " is final.")
                @Default("Active")
                DesiredState desiredState,
        @JsonPropertyDescription("How long the request may wait for a slot, in seconds.")
                @Default("86400")
                @Min(1)
                @Max(604_800)
                Integer queueTimeoutSeconds,
        @JsonPropertyDescription("How long one attempt may run, in seconds.")
                @Default("900")
                @Min(1)
                @Max(7_200)
                Integer runTimeoutSeconds,
        @JsonPropertyDescription(
                        "How many attempts that count may be made; an interruption that is not the"
                                + " request's fault does not count.")
                @Default("3")
                @Min(1)
                @Max(5)
                Integer maxAttempts,
        @JsonPropertyDescription(
                        "How long the resource stays after its end, in seconds; absent means until"
                                + " it is deleted. The history stays in the database.")
                @Min(0)
                @Max(31_536_000)
                @Nullable Integer ttlSecondsAfterFinished) {
    public static final int INSTRUCTION_CHARS_MAX = 2000;
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
