package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One observation; {@code lastTransitionTime} is RFC 3339 in UTC and moves with the status only.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("What the condition is about.") @Required @Size(min = 1, max = 64)
                String type,
        @JsonPropertyDescription("True, False or Unknown.") @Required ConditionStatus status,
        @JsonPropertyDescription("Why, as one word of the registry of reasons.")
                @Required
                @Size(min = 1, max = 64)
                String reason,
        @JsonPropertyDescription("Why, in a sentence for people.")
                @Required
                @Size(max = MESSAGE_CHARS_MAX)
                String message,
        @JsonPropertyDescription("When the status changed last.") @Required @Size(max = 64)
                String lastTransitionTime,
        @JsonPropertyDescription("The metadata.generation that was looked at.") @Min(0)
                @Nullable Long observedGeneration) {
    /** The types of conditions, each with one writer. */
    public static final String SUCCEEDED = "Succeeded";

    public static final String ACCEPTED = "Accepted";
    public static final String ADMITTED = "Admitted";
    public static final String GENERATOR_READY = "GeneratorReady";
    public static final String RESULT_STORED = "ResultStored";
    public static final String DELIVERED = "Delivered";
    public static final String INTERRUPTED = "Interrupted";
    public static final String READY = "Ready";
    public static final String BACKEND_AVAILABLE = "BackendAvailable";

    /** The longest message that is written; the rest is cut. */
    public static final int MESSAGE_CHARS_MAX = 1024;

    public Condition {
        message = message == null ? "" : cut(message);
    }

    /** Makes the condition that follows {@code before}: an unchanged status keeps its time. */
    public static Condition next(
            @Nullable Condition before,
            String type,
            ConditionStatus status,
            Reason reason,
            String message,
            @Nullable Long observedGeneration,
            Instant now) {
        var time =
                before != null && before.status() == status
                        ? before.lastTransitionTime()
                        : now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new Condition(type, status, reason.word(), message, time, observedGeneration);
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
    }
}
