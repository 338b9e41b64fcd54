package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.sandbox.standin.TransportFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is sent to the language model, which answers nonsense to some of it. */
@Execution(ExecutionMode.CONCURRENT)
class LanguageModelWireIT {
    private static List<JsonNode> bodies(Studio studio) {
        return studio.ollama.log().entries("POST", "/api/chat").stream()
                .map(each -> each.body())
                .toList();
    }

    @Test
    void asksForASchemaWithFiniteTokensAndNeverForbidsThinking() {
        try (var studio = new Studio(anOrder().separateMemory())) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            for (var body : bodies(studio)) {
                assertThat(body.path("think").isMissingNode()).isTrue();
                assertThat(body.path("format").isObject()).isTrue();
                assertThat(body.at("/options/num_predict").asInt()).isBetween(1, 10_000);
                assertThat(body.at("/options/num_ctx").asInt()).isEqualTo(16_384);
                assertThat(body.path("stream").asBoolean(true)).isFalse();
            }
        }
    }

    @Test
    void asksOnceMoreAndShorterWhenTheQuestionWasTooLong() {
        try (var studio = new Studio(anOrder().separateMemory())) {
            studio.ollama
                    .faults()
                    .arm(
                            new TransportFault.Answer(
                                    400,
                                    "application/json",
                                    "{\"error\":\"the prompt is longer than the context length"
                                            + " currently available\"}"),
                            "/api/chat",
                            1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(bodies(studio)).hasSize(2);
        }
    }
}
