package dev.easel.crds.v1alpha1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One observation; {@code lastTransitionTime} is RFC 3339 in UTC and moves with the status only.
 */
public record Condition(
        String type,
        ConditionStatus status,
        String reason,
        String message,
        String lastTransitionTime,
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
                        : now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        return new Condition(type, status, reason.word(), message, time, observedGeneration);
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
    }
}
