package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.util.List;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureMessageTest {
    private static final String UID = "6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f";

    @Test
    void saysWhatHappenedWhyAndWhatToDo() {
        var text =
                text(
                        status(
                                new Failure("RendererOutOfMemory", "CUDA **out** of memory", null),
                                condition(Condition.SUCCEEDED, Reason.GENERATION_FAILED, "")),
                        Texts.ENGLISH);

        assertThat(text)
                .contains("could not be drawn", "GPU ran out of memory", "fewer or smaller")
                .contains("CUDA \\*\\*out\\*\\* of memory")
                .contains("`6f1c1f0e`");
    }

    @Test
    void givesTheReasonOfARefusalAndItsNearestNames() {
        var text =
                text(
                        status(
                                null,
                                condition(Condition.SUCCEEDED, Reason.REJECTED, "rejected"),
                                condition(
                                        Condition.ACCEPTED,
                                        Reason.MODEL_NOT_FOUND,
                                        "no model ink; nearest: inkpunk")),
                        Texts.JAPANESE);

        assertThat(text).contains("モデルがインストールされていません", "inkpunk");
    }

    private static String text(GenerationRequestStatus status, Texts texts) {
        return FailureMessage.of(UID, status, texts).container().getComponents().stream()
                .filter(TextDisplay.class::isInstance)
                .map(c -> ((TextDisplay) c).getContent())
                .findFirst()
                .orElseThrow();
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
            @Nullable Failure failure, Condition... conditions) {
        return new GenerationRequestStatus(
                1L,
                List.of(conditions),
                null,
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
