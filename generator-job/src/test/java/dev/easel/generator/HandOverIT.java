package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.ollama.ModelFault;
import dev.easel.sandbox.ollama.OllamaModel;
import dev.easel.sandbox.standin.TransportFault;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One GPU for the language model and the renderer, one after the other. */
@Execution(ExecutionMode.CONCURRENT)
class HandOverIT {
    private static final Logger LOG = LoggerFactory.getLogger(HandOverIT.class);
    private static final String MEMORY = "/sdapi/v1/memory";

    private static TestingOrder aGivenPrompt() {
        return anOrder().instruction(null).prompt("a lighthouse at dusk");
    }

    @Test
    void rendersOnlyOnceTheModelIsGoneAndTheRoomIsSeen() {
        try (var studio = new Studio(anOrder())) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.ollama.loadedModels()).isEmpty();
            assertThat(studio.automatic1111.log().entries("GET", MEMORY)).hasSizeBetween(2, 4);
            var millis = studio.api.results().getFirst().millisByPhase();
            assertThat(millis).containsKey("FreeingMemory");
            LOG.info("hand-over took {} ms", millis.get("FreeingMemory"));
        }
    }

    @Test
    void loadsTheModelWhileTheBackEndIsAskedForItsLists() {
        try (var studio = new Studio(anOrder())) {
            studio.automatic1111
                    .faults()
                    .arm(new TransportFault.Slow(1_500), "/sdapi/v1/options", 1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var calls = studio.ollama.log().entries("POST", "/api/chat");
            assertThat(calls.getFirst().body().path("messages")).isEmpty();
            assertThat(calls.getFirst().body().at("/options/num_ctx"))
                    .isEqualTo(calls.get(1).body().at("/options/num_ctx"));
            assertThat(calls.getFirst().time())
                    .isBefore(
                            studio.automatic1111
                                    .log()
                                    .entries("GET", "/sdapi/v1/sd-models")
                                    .getFirst()
                                    .time());
            assertThat(studio.ollama.loadedModels()).isEmpty();
        }
    }

    @Test
    void composesAlsoWhereTheLoadAheadFailed() {
        composesInSpiteOf(new ModelFault.LoadFailed());
    }

    @Test
    void composesAlsoWhereTheModelIsPartlyOnTheProcessor() {
        composesInSpiteOf(new ModelFault.PartlyOnCpu());
    }

    private static void composesInSpiteOf(ModelFault fault) {
        try (var studio = new Studio(anOrder())) {
            studio.ollama.faults().next(fault);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.ollama.loadedModels()).isEmpty();
        }
    }

    @Test
    void freesTheGpuAlsoWhereNobodyAskedTheModel() throws Exception {
        try (var studio = new Studio(aGivenPrompt())) {
            load(studio, TestingOrder.MODEL);
            assertThat(studio.automatic1111.inFlight()).isZero();

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.ollama.loadedModels()).isEmpty();
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    @Test
    void unloadsWhatOthersHaveOnTheSameGpu() throws Exception {
        try (var studio = new Studio(aGivenPrompt())) {
            load(studio, OllamaModel.small().name());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.ollama.loadedModels()).isEmpty();
        }
    }

    @Test
    void leavesAGpuOfItsOwnAlone() throws Exception {
        try (var studio = new Studio(aGivenPrompt().separateMemory())) {
            load(studio, TestingOrder.MODEL);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.ollama.loadedModels()).hasSize(1);
            assertThat(studio.automatic1111.log().entries("GET", MEMORY)).isEmpty();
            assertThat(studio.ollama.log().entries("GET", "/api/ps")).isEmpty();
        }
    }

    @Test
    void rendersAnywayIfTheRendererDoesNotTellItsMemory() throws Exception {
        try (var studio = new Studio(aGivenPrompt())) {
            load(studio, TestingOrder.MODEL);
            studio.automatic1111
                    .faults()
                    .arm(
                            new TransportFault.Answer(
                                    200,
                                    "application/json",
                                    "{\"cuda\":{\"error\":\"unavailable\"}}"),
                            MEMORY,
                            0);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
        }
    }

    @Test
    void rendersAnywayIfMemoryIsNeverSeenFree() throws Exception {
        try (var studio = new Studio(aGivenPrompt())) {
            load(studio, TestingOrder.MODEL);
            studio.automatic1111
                    .faults()
                    .arm(
                            new TransportFault.Answer(
                                    200,
                                    "application/json",
                                    "{\"cuda\":{\"system\":{\"free\":1,\"used\":1,\"total\":2}}}"),
                            MEMORY,
                            0);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.automatic1111.log().entries("GET", MEMORY).size()).isGreaterThan(2);
        }
    }

    @Test
    void rendersAnywayIfOllamaIsGone() {
        try (var studio = new Studio(aGivenPrompt())) {
            studio.ollama.goOffline();
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
        }
    }

    @Test
    void unloadsOnceMoreWhenARenderRunsOutOfMemory() throws Exception {
        var slow = Automatic1111Settings.forTests().withStepTime(Duration.ofMillis(2));
        try (var studio = new Studio(aGivenPrompt(), slow)) {
            load(studio, TestingOrder.MODEL);
            studio.ollama.faults().arm(new ModelFault.NeverUnloads(), "", 1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.ollama.loadedModels()).isEmpty();
            assertThat(studio.automatic1111.generations()).isEqualTo(2);
            assertThat(List.copyOf(studio.automatic1111.violations())).isEmpty();
        }
    }

    private static void load(Studio studio, String model) throws IOException, InterruptedException {
        try (var http = Connections.to(studio.ollama.url()).build()) {
            http.send(
                    HttpRequest.newBuilder(studio.ollama.url().resolve("/api/chat"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"model\":\"%s\",\"messages\":[],\"keep_alive\":600}"
                                                    .formatted(model)))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        assertThat(studio.ollama.loadedModels()).hasSize(1);
    }
}
