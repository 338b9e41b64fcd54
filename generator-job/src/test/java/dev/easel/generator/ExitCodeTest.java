package dev.easel.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    @ParameterizedTest
    @EnumSource
    void speaksTheWordsOfTheReasonRegistry(ExitCode exit) {
        assertThat(Reason.of(exit.reason())).isPresent();
    }

    @ParameterizedTest(name = "{0} ends with {1}, {2}")
    @CsvSource({
        "STORED, 0, Stored",
        "FENCED, 10, FenceRejected",
        "ACTION_NOT_SUPPORTED, 11, ActionNotSupported",
        "SOURCE_NOT_FOUND, 11, SourceNotFound",
        "MODEL_NOT_FOUND, 11, ModelNotFound",
        "LORA_NOT_FOUND, 11, LoraNotFound",
        "SAMPLER_NOT_FOUND, 11, SamplerNotFound",
        "SCHEDULER_NOT_FOUND, 11, SchedulerNotFound",
        "RENDER_MISMATCH, 11, RenderMismatch",
        "RENDERER_REFUSED, 11, RendererError",
        "RENDERER_ACCESS_DENIED, 11, RendererAccessDenied",
        "API_UNAVAILABLE, 12, ApiUnavailable",
        "LANGUAGE_MODEL_UNAVAILABLE, 12, LanguageModelUnavailable",
        "RENDERER_UNAVAILABLE, 12, RendererUnavailable",
        "RENDERER_BUSY, 12, RendererBusy",
        "LANGUAGE_MODEL_ANSWER_INVALID, 13, LanguageModelAnswerInvalid",
        "RENDERER_ERROR, 13, RendererError",
        "RENDERER_OUT_OF_MEMORY, 13, RendererOutOfMemory",
        "RENDERER_NUMERIC_ERROR, 13, RendererNumericError",
        "RENDER_TIMEOUT, 13, RenderTimeout",
        "RENDER_INCOMPLETE, 13, RenderMismatch",
        "STORE_FAILED, 13, StoreFailed",
        "CANCELLED, 14, Cancelled",
        "BUG, 70, InternalError"
    })
    void keepsItsTable(ExitCode exit, int code, String reason) {
        assertThat(exit.code()).isEqualTo(code);
        assertThat(exit.reason()).isEqualTo(reason);
    }

    @Test
    void hasNoRowThatTheTableLacks() {
        assertThat(Arrays.asList(ExitCode.values())).hasSize(24);
    }
}
