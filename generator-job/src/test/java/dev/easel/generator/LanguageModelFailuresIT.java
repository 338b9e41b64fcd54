package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.sandbox.ollama.ModelFault;
import dev.easel.sandbox.standin.Fault;
import dev.easel.sandbox.standin.TransportFault;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the language model does, a picture or a reason comes out. */
@Execution(ExecutionMode.CONCURRENT)
class LanguageModelFailuresIT {
    private static final String CHAT = "/api/chat";

    @ParameterizedTest(name = "{0} is survived with {2} chats")
    @MethodSource("passing")
    void survivesWhatPasses(String name, Fault fault, int chats) {
        try (var studio = new Studio(anOrder().separateMemory())) {
            studio.ollama.faults().arm(fault, CHAT, 1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var result = studio.api.results().getFirst();
            assertThat(result.composition().writer()).isEqualTo(Writer.LANGUAGE_MODEL);
            assertThat(result.notices()).isEmpty();
            assertThat(studio.ollama.log().entries("POST", CHAT)).hasSize(chats);
        }
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("an empty answer", new ModelFault.EmptyContent(), 2),
                Arguments.of("thinking that took every token", new ModelFault.ThinkingOnly(), 2),
                Arguments.of("an answer cut in the middle", new ModelFault.CutContent(), 2),
                Arguments.of("a break without a reason", new ModelFault.NoFinalMessage(), 1),
                Arguments.of("prose without JSON", new ModelFault.ProseOnly(), 2),
                Arguments.of("prose around the JSON", new ModelFault.ProseAround(), 1),
                Arguments.of("fenced JSON", new ModelFault.FencedJson(), 1),
                Arguments.of("an error inside of a 200", new ModelFault.ErrorInStream(), 2),
                Arguments.of("a busy server", new ModelFault.ServerBusy(), 2),
                Arguments.of("a load that failed", new ModelFault.LoadFailed(), 2),
                Arguments.of("a runner that died", new ModelFault.RunnerDied(), 2),
                Arguments.of("a connection reset", new TransportFault.ConnectionReset(), 2),
                Arguments.of("a proxy's page", new TransportFault.Html(200), 2),
                Arguments.of("a bad gateway", new TransportFault.Html(502), 2));
    }

    @Test
    void holdsAnAnswerOutsideOfTheSchemaToItsBounds() {
        try (var studio = new Studio(anOrder())) {
            studio.ollama.faults().next(new ModelFault.SchemaInvalid());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var settings = studio.api.results().getFirst().settings();
            assertThat(settings.steps()).isBetween(1, 150);
            assertThat(settings.width() % 8).isZero();
            assertThat(settings.sampler()).isEqualTo("DPM++ 2M");
            assertThat(settings.model()).isEqualTo("v1-5-pruned-emaonly");
        }
    }

    @Test
    void usesTheUsersOwnWordsWhenThereIsNoUsableAnswerAndSaysSo() {
        try (var studio = new Studio(anOrder())) {
            studio.ollama.faults().untilCleared(new ModelFault.ProseOnly());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var result = studio.api.results().getFirst();
            assertThat(result.composition().writer()).isEqualTo(Writer.FALLBACK);
            assertThat(result.settings().prompt()).isEqualTo("和風サイバーパンクの女性、夕景、彩度高め");
            assertThat(result.notices()).hasSize(1);
            assertThat(studio.ollama.chats()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void asksAShorterQuestionWhereTheModelsContextIsTooSmall() {
        try (var studio = new Studio(anOrder().separateMemory())) {
            var tooLong =
                    "{\"error\":\"the prompt is longer than the context length currently"
                            + " available\"}";
            studio.ollama
                    .faults()
                    .arm(new TransportFault.Answer(400, "application/json", tooLong), CHAT, 1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var chats = studio.ollama.log().entries("POST", CHAT);
            assertThat(chats).hasSize(2);
            assertThat(chats.getLast().body().toString().length())
                    .isLessThan(chats.getFirst().body().toString().length());
        }
    }

    @Test
    void givesUpOnAServerThatIsAway() {
        try (var studio = new Studio(anOrder().limits(60, 1, 30, 2))) {
            studio.ollama.goOffline();
            failsAsUnavailable(studio);
        }
    }

    @Test
    void givesUpOnAServerThatIsTooSlow() {
        try (var studio = new Studio(anOrder().limits(60, 1, 30, 2))) {
            studio.ollama.faults().arm(new TransportFault.Slow(5_000), CHAT, 0);
            failsAsUnavailable(studio);
        }
    }

    @Test
    void namesTheModelThatWasNeverPulled() {
        try (var studio = new Studio(anOrder().ollamaModel("nobody/has-it:1b"))) {
            failsAsUnavailable(studio);
            assertThat(studio.api.failures().getFirst().message())
                    .contains("ollama pull nobody/has-it:1b");
        }
    }

    @Test
    void givesUpOnAServerThatKeepsFailing() {
        try (var studio = new Studio(anOrder())) {
            studio.ollama.faults().untilCleared(new ModelFault.LoadFailed());
            failsAsUnavailable(studio);
        }
    }

    @Test
    void doesNotWaitForeverForAModelThatStaysOnTheGpu() {
        try (var studio = new Studio(anOrder())) {
            studio.ollama.faults().untilCleared(new ModelFault.NeverUnloads());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.RENDERER_OUT_OF_MEMORY);
            assertThat(studio.automatic1111.inFlight()).isZero();
        }
    }

    @Test
    void hangsUpOnTheLanguageModelWhenItIsCancelled() {
        try (var studio = new Studio(anOrder().separateMemory())) {
            studio.ollama.faults().arm(new TransportFault.Slow(3_000), CHAT, 1);
            Thread.ofVirtual()
                    .start(() -> {
                        await().until(() -> !studio.ollama.log().entries("POST", CHAT).isEmpty());
                        studio.cancellation.request(Cancellation.Why.SIGNAL);
                    });

            assertThat(studio.run().exit()).isEqualTo(ExitCode.CANCELLED);
            assertThat(studio.automatic1111.generations()).isZero();
            assertThat(studio.api.failures()).isEmpty();
        }
    }

    private static void failsAsUnavailable(Studio studio) {
        var outcome = studio.run();

        assertThat(outcome.exit()).isEqualTo(ExitCode.LANGUAGE_MODEL_UNAVAILABLE);
        assertThat(studio.automatic1111.generations()).isZero();
        assertThat(studio.api.results()).isEmpty();
        assertThat(studio.api.failures()).hasSize(1);
        assertThat(studio.api.failures().getFirst().reason()).isEqualTo("LanguageModelUnavailable");
    }
}
