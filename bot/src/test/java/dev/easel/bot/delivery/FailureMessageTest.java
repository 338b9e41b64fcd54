package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.request.NewRequest;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureMessageTest {
    private static final String UID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";

    @Test
    void saysWhatHappenedWhyAndWhatToDoAndKeepsTheTechnicalTextToDetails() {
        var failed =
                status(
                        2,
                        new Failure("RendererOutOfMemory", "CUDA **out** of memory", null),
                        condition(Condition.SUCCEEDED, Reason.GENERATION_FAILED, ""));

        assertThat(text(failed, Map.of(), Texts.ENGLISH))
                .contains("could not be drawn", "GPU ran out of memory", "fewer or smaller")
                .contains("`6f1c1f0e`", "Tried 2 times")
                .doesNotContain("CUDA");
        assertThat(text(failed, Map.of(), Texts.JAPANESE))
                .contains("GPU のメモリが足りなくなりました", "2 回試しました")
                .doesNotContain("CUDA");
    }

    @Test
    void namesTheWrongNameAndTheNearestOnes() {
        var params =
                Map.of(
                        "kind",
                        "model",
                        "name",
                        "ink`punk",
                        "by",
                        "request",
                        "nearest",
                        "inkpunk\nink");
        var text = text(refused(Reason.MODEL_NOT_FOUND), params, Texts.JAPANESE);

        assertThat(text)
                .contains("モデル `inkˋpunk` がインストールされていません", "近い名前は `inkpunk`、`ink` です")
                .doesNotContain("no model");
    }

    @Test
    void namesWhatTheRequestItselfSaysWhereApiSaysNothing() {
        assertThat(text(refused(Reason.MODEL_NOT_FOUND), Map.of(), Texts.ENGLISH))
                .contains("The model `ink` is not installed", "offers while you type");
        assertThat(
                        text(
                                status(
                                        null,
                                        null,
                                        condition(Condition.SUCCEEDED, Reason.QUEUE_TIMEOUT, "")),
                                Map.of(),
                                Texts.JAPANESE))
                .contains("待てる時間（2 時間）のうちに");
    }

    @Test
    void namesTheCountOfPicturesThatStillFits() {
        var params = Map.of("width", "2048", "height", "2048", "image_count", "8", "nearest", "4");

        assertThat(text(refused(Reason.POLICY_DENIED), params, Texts.ENGLISH))
                .contains("8 pictures of 2048×2048", "at most 4");
    }

    private static GenerationRequestStatus refused(Reason reason) {
        return status(
                null,
                null,
                condition(Condition.SUCCEEDED, Reason.REJECTED, "rejected"),
                condition(Condition.ACCEPTED, reason, "no model ink; nearest: inkpunk"));
    }

    private static String text(
            GenerationRequestStatus status, Map<String, String> params, Texts texts) {
        var origin = new NewRequest.Origin("5", "1", "2", "en", "3", "4");
        var parameters =
                new Parameters(
                        null, null, "ink", List.of(), null, null, null, null, null, null, null,
                        null);
        var request = NewRequest.from("easel", "default", origin, Action.REFINE, "brighter", null);
        var spec = request.getSpec();
        request.setSpec(
                new GenerationRequestSpec(
                        spec.instruction(),
                        spec.action(),
                        spec.source(),
                        parameters,
                        spec.research(),
                        spec.threadID(),
                        spec.requester(),
                        spec.delivery(),
                        spec.poolRef(),
                        spec.priority(),
                        spec.desiredState(),
                        7200,
                        spec.runTimeoutSeconds(),
                        spec.maxAttempts(),
                        spec.ttlSecondsAfterFinished()));
        request.getMetadata().setUid(UID);
        request.setStatus(refusedFor(status, params));
        return FailureMessage.of(request, new Reader(texts, null)).text();
    }

    private static GenerationRequestStatus refusedFor(
            GenerationRequestStatus status, Map<String, String> refusal) {
        return new GenerationRequestStatus(
                status.observedGeneration(),
                status.conditions(),
                status.attempt(),
                status.admission(),
                status.jobRef(),
                status.attempts(),
                status.startTime(),
                status.completionTime(),
                status.failure(),
                status.progress(),
                status.resolved(),
                status.images(),
                status.delivery(),
                refusal);
    }

    private static Condition condition(String type, Reason reason, String message) {
        return Condition.next(
                null,
                type,
                ConditionStatus.FALSE,
                reason,
                message,
                1L,
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static GenerationRequestStatus status(
            @Nullable Integer attempt, @Nullable Failure failure, Condition... conditions) {
        return new GenerationRequestStatus(
                1L,
                List.of(conditions),
                attempt,
                null,
                null,
                List.of(),
                null,
                null,
                failure,
                null,
                null,
                List.of(),
                null);
    }
}
