package dev.easel.api.outbox;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Image;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Progress;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Resolved;
import dev.easel.crds.v1alpha1.Phase;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** api's whole part of a status, made from what the database knows. Pure. */
final class ApiStatus {
    private ApiStatus() {}

    /** What the database knows about one request. */
    record Known(
            long generation,
            Instant createdAt,
            @Nullable Verdict verdict,
            @Nullable Progress progress,
            @Nullable Result result) {}

    /**
     * @param params what the message is made of, if it is a refusal
     */
    record Verdict(
            ConditionStatus status,
            String reason,
            String message,
            Instant time,
            Map<String, String> params) {
        Verdict {
            params = Map.copyOf(params);
        }
    }

    record Result(Resolved resolved, List<Image> images, Instant time) {
        Result {
            images = List.copyOf(images);
        }
    }

    static GenerationRequestStatus of(Known known) {
        var result = known.result();
        return new GenerationRequestStatus(
                null,
                List.of(accepted(known), resultStored(known)),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                result == null ? known.progress() : new Progress(Phase.FINISHED, 100),
                result == null ? null : result.resolved(),
                result == null ? List.of() : result.images(),
                null,
                known.verdict() == null ? Map.of() : known.verdict().params());
    }

    private static Condition accepted(Known known) {
        var verdict = known.verdict();
        return verdict == null
                ? condition(
                        known,
                        Condition.ACCEPTED,
                        ConditionStatus.UNKNOWN,
                        Reason.NOT_CHECKED.word(),
                        "The request has not been checked yet.",
                        known.createdAt())
                : condition(
                        known,
                        Condition.ACCEPTED,
                        verdict.status(),
                        verdict.reason(),
                        verdict.message(),
                        verdict.time());
    }

    private static Condition resultStored(Known known) {
        var result = known.result();
        return result == null
                ? condition(
                        known,
                        Condition.RESULT_STORED,
                        ConditionStatus.UNKNOWN,
                        Reason.NOT_FINISHED.word(),
                        "There is no result yet.",
                        known.createdAt())
                : condition(
                        known,
                        Condition.RESULT_STORED,
                        ConditionStatus.TRUE,
                        Reason.STORED.word(),
                        result.images().size() == 1
                                ? "1 image and its settings are stored."
                                : result.images().size() + " images and their settings are stored.",
                        result.time());
    }

    private static Condition condition(
            Known known,
            String type,
            ConditionStatus status,
            String reason,
            String message,
            Instant time) {
        return new Condition(
                type,
                status,
                reason,
                message,
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                known.generation());
    }
}
