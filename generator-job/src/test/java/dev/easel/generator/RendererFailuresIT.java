package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.Personality;
import dev.easel.sandbox.automatic1111.RenderFault;
import dev.easel.sandbox.standin.Fault;
import dev.easel.sandbox.standin.TransportFault;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** AUTOMATIC1111 never says what it did not do; nothing of that is passed on as a result. */
@Execution(ExecutionMode.CONCURRENT)
class RendererFailuresIT {
    private static final String TXT2IMG = "/sdapi/v1/txt2img";

    @ParameterizedTest(name = "{0} is survived in {2} renders")
    @MethodSource("passing")
    void survivesWhatPasses(String name, Fault fault, int renders) {
        try (var studio = new Studio(aGivenPrompt())) {
            studio.automatic1111.faults().arm(fault, TXT2IMG, 1);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.api.images()).hasSize(4);
            assertThat(studio.automatic1111.log().entries("POST", TXT2IMG)).hasSize(renders);
            assertThat(studio.automatic1111.violations()).isEmpty();
        }
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("running out of memory once", new RenderFault.OutOfMemory(), 2),
                Arguments.of("NaN once", new RenderFault.Nans(), 2),
                Arguments.of("fewer images once", new RenderFault.FewerImages(2), 2),
                Arguments.of("black images once", new RenderFault.BlackImage(), 2),
                Arguments.of("images of extensions", new RenderFault.ExtraImages(3), 1),
                Arguments.of("JPEG", new RenderFault.Jpeg(), 1),
                Arguments.of("files without a text", new RenderFault.NoInfotext(), 1),
                Arguments.of("an answer that is packed", new TransportFault.Packed(), 1),
                Arguments.of("a limit of calls", new TransportFault.RateLimited(1), 2),
                Arguments.of("frozen progress", new RenderFault.ProgressFrozen(), 1),
                Arguments.of("a connection reset", new TransportFault.ConnectionReset(), 2),
                Arguments.of("a bad gateway", new TransportFault.Html(502), 2),
                Arguments.of("a proxy's page", new TransportFault.Html(200), 2),
                Arguments.of(
                        "JSON that ends in the middle", new TransportFault.TruncatedJson(), 2));
    }

    @ParameterizedTest(name = "{0} ends as {2} after {3} renders")
    @MethodSource("lasting")
    void givesUpOnWhatStays(String name, Fault fault, ExitCode exit, int renders, String words) {
        try (var studio = new Studio(aGivenPrompt())) {
            studio.automatic1111.faults().arm(fault, TXT2IMG, 0);

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(exit);
            assertThat(outcome.message()).contains(words);
            assertThat(studio.automatic1111.log().entries("POST", TXT2IMG)).hasSize(renders);
            assertThat(studio.api.images()).isEmpty();
            assertThat(studio.api.results()).isEmpty();
            assertThat(studio.api.failures()).hasSize(1);
            assertThat(studio.api.failures().getFirst().reason()).isEqualTo(exit.reason());
            assertThat(studio.automatic1111.inFlight()).isZero();
            assertThat(studio.automatic1111.violations()).isEmpty();
        }
    }

    static Stream<Arguments> lasting() {
        return Stream.of(
                Arguments.of(
                        "no memory",
                        new RenderFault.OutOfMemory(),
                        ExitCode.RENDERER_OUT_OF_MEMORY,
                        2,
                        "too little memory"),
                Arguments.of(
                        "NaN",
                        new RenderFault.Nans(),
                        ExitCode.RENDERER_NUMERIC_ERROR,
                        2,
                        "--no-half-vae"),
                Arguments.of(
                        "an exception",
                        new RenderFault.PythonError("RuntimeError", "it broke"),
                        ExitCode.RENDERER_ERROR,
                        1,
                        "it broke"),
                Arguments.of(
                        "another sampler",
                        new RenderFault.SamplerReplaced("Heun"),
                        ExitCode.RENDER_MISMATCH,
                        1,
                        "sampler Heun instead of Euler a"),
                Arguments.of(
                        "another size",
                        new RenderFault.HalfSize(),
                        ExitCode.RENDER_MISMATCH,
                        1,
                        "256x256 instead of 512x512"),
                Arguments.of(
                        "WebP",
                        new RenderFault.Webp(),
                        ExitCode.RENDER_MISMATCH,
                        1,
                        "samples_format"),
                Arguments.of(
                        "fewer steps",
                        new RenderFault.StepsClamped(8),
                        ExitCode.RENDER_MISMATCH,
                        1,
                        "8 steps instead of 20"),
                Arguments.of(
                        "a password",
                        new TransportFault.Answer(
                                401,
                                "application/json",
                                "{\"error\":\"HTTPException\",\"detail\":\"Incorrect username or password\",\"body\":\"\",\"errors\":\"\"}"),
                        ExitCode.RENDERER_ACCESS_DENIED,
                        1,
                        "user name and password"),
                Arguments.of(
                        "too few images",
                        new RenderFault.FewerImages(1),
                        ExitCode.RENDER_INCOMPLETE,
                        2,
                        "1 of 4"),
                Arguments.of(
                        "black images",
                        new RenderFault.BlackImage(),
                        ExitCode.RENDERER_NUMERIC_ERROR,
                        2,
                        "black"),
                Arguments.of(
                        "a refusal",
                        new TransportFault.Answer(
                                422,
                                "application/json",
                                "{\"detail\":[{\"loc\":[\"body\",\"steps\"],\"msg\":\"not an integer\",\"type\":\"type_error\"}]}"),
                        ExitCode.RENDERER_REFUSED,
                        1,
                        "not an integer"),
                Arguments.of(
                        "garbage",
                        new TransportFault.Answer(200, "application/json", "[1,2]"),
                        ExitCode.RENDERER_ERROR,
                        2,
                        "understood"),
                Arguments.of(
                        "a gateway",
                        new TransportFault.Html(504),
                        ExitCode.RENDERER_UNAVAILABLE,
                        2,
                        "504"),
                Arguments.of(
                        "a server that is full",
                        new TransportFault.Html(503),
                        ExitCode.RENDERER_UNAVAILABLE,
                        4,
                        "503"),
                Arguments.of(
                        "broken connections",
                        new TransportFault.ConnectionReset(),
                        ExitCode.RENDERER_UNAVAILABLE,
                        4,
                        "went away"));
    }

    private static TestingOrder aGivenPrompt() {
        return anOrder()
                .instruction(null)
                .prompt("a lighthouse at dusk")
                .sampler("Euler a", Provenance.REQUEST);
    }

    @Test
    void noticesThatTheCheckpointWasNotSwitched() {
        try (var studio = new Studio(aGivenPrompt().model("sd_xl_base_1.0", Provenance.USER))) {
            studio.automatic1111.faults().next(new RenderFault.CheckpointIgnored());

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDER_MISMATCH);
            assertThat(outcome.message())
                    .contains("v1-5-pruned-emaonly instead of sd_xl_base_1.0", "standin-anime-v2");
            assertThat(studio.api.images()).isEmpty();
        }
    }

    @Test
    void noticesThatALoraWasNotLoaded() {
        var lora = new Lora("neon-city", new BigDecimal("0.7"));
        try (var studio = new Studio(aGivenPrompt().loras(lora))) {
            studio.automatic1111.faults().next(new RenderFault.LorasDropped());

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDER_MISMATCH);
            assertThat(outcome.message()).contains("neon-city");
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unknownNames")
    void refusesWhatIsNotInstalledBeforeTheGpuIsUsed(
            TestingOrder order, ExitCode exit, String nearest) {
        try (var studio = new Studio(order)) {
            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(exit);
            assertThat(outcome.exit().code()).isEqualTo(11);
            assertThat(outcome.message()).contains("nearest: " + nearest);
            assertThat(studio.automatic1111.generations()).isZero();
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    static Stream<Arguments> unknownNames() {
        return Stream.of(
                Arguments.of(
                        anOrder().model("standin-anime-v3", Provenance.GUILD),
                        ExitCode.MODEL_NOT_FOUND,
                        "standin-anime-v2"),
                Arguments.of(
                        anOrder().sampler("DPM++ 3M", Provenance.REQUEST),
                        ExitCode.SAMPLER_NOT_FOUND,
                        "DPM++"),
                Arguments.of(
                        anOrder().scheduler("Karas", Provenance.REQUEST),
                        ExitCode.SCHEDULER_NOT_FOUND,
                        "Karras"),
                Arguments.of(
                        anOrder().loras(new Lora("anime_styles", BigDecimal.ONE)),
                        ExitCode.LORA_NOT_FOUND,
                        "anime-style"),
                Arguments.of(
                        anOrder().prompt("a cat <lora:neon-citi:0.8>"),
                        ExitCode.LORA_NOT_FOUND,
                        "neon-city"));
    }

    @Test
    void namesTheCheckpointByItsNameAndNotByItsTitle() {
        try (var studio = new Studio(aGivenPrompt().model("sd_xl_base_1.0", Provenance.USER))) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var sent = studio.automatic1111.log().entries("POST", TXT2IMG).getFirst().body();
            assertThat(sent.at("/override_settings/sd_model_checkpoint").asText())
                    .isEqualTo("sd_xl_base_1.0");
            assertThat(sent.path("override_settings")).hasSize(1);
            assertThat(sent.path("override_settings_restore_afterwards").asBoolean()).isTrue();
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/options")).isEmpty();
        }
    }

    @Test
    void convertsJpegAndSaysSo() {
        try (var studio = new Studio(aGivenPrompt().images(1, Provenance.REQUEST))) {
            studio.automatic1111.faults().next(new RenderFault.Jpeg());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.api.images().getFirst()).startsWith(0x89, 'P', 'N', 'G');
            var result = studio.api.results().getFirst();
            assertThat(result.notices()).anyMatch(each -> each.contains("JPEG"));
            assertThat(result.images().getFirst().infotext())
                    .contains("a lighthouse at dusk", "Steps: 20", "Version: v1.10.1");
        }
    }

    @Test
    void writesItsOwnAccountIntoFilesWithoutAText() {
        var order = aGivenPrompt().images(1, Provenance.REQUEST).seed(42);
        try (var studio = new Studio(order)) {
            studio.automatic1111.faults().next(new RenderFault.NoInfotext());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            assertThat(studio.api.results().getFirst().images().getFirst().infotext())
                    .startsWith("a lighthouse at dusk\nNegative prompt: lowres, blurry\nSteps: 20,")
                    .contains("Sampler: Euler a, ", "CFG scale: 7.0, Seed: 42, Size: 512x512, ")
                    .contains("Model: v1-5-pruned-emaonly");
        }
    }

    @Test
    void triesAnotherSeedAfterNansOnlyIfNobodyFixedIt() {
        assertThat(seedsAfterNans(aGivenPrompt().seed(7))).containsExactly(7L, 7L);
        assertThat(seedsAfterNans(aGivenPrompt())).hasSize(2).doesNotHaveDuplicates();
    }

    private static List<Long> seedsAfterNans(TestingOrder order) {
        try (var studio = new Studio(order)) {
            studio.automatic1111.faults().next(new RenderFault.Nans());
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            return studio.automatic1111.log().entries("POST", TXT2IMG).stream()
                    .map(each -> each.body().path("seed").asLong())
                    .toList();
        }
    }

    @Test
    void waitsForARendererThatIsStillStarting() {
        try (var studio = new Studio(aGivenPrompt().limits(60, 30, 30, 20))) {
            studio.automatic1111.faults().arm(new TransportFault.Html(502), "/sdapi/v1/options", 5);

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.automatic1111.generations()).isEqualTo(1);
        }
    }

    @Test
    void namesAPasswordAtOnce() {
        try (var studio = new Studio(aGivenPrompt().limits(60, 30, 30, 30))) {
            studio.automatic1111
                    .faults()
                    .arm(
                            new TransportFault.Answer(
                                    401, "application/json", "{\"detail\":\"Not authenticated\"}"),
                            "/sdapi/v1/",
                            0);

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDERER_ACCESS_DENIED);
            assertThat(outcome.message()).contains("--api-auth");
            assertThat(studio.automatic1111.log().entries("GET", "/sdapi/v1/options")).hasSize(1);
        }
    }

    @Test
    void takesTurnsWithAnotherClientAndShowsNothingOfItsProgress() {
        var slow = Automatic1111Settings.forTests().withStepTime(Duration.ofMillis(60));
        try (var studio = new Studio(aGivenPrompt().images(1, Provenance.REQUEST), slow)) {
            try (var other = someRender(studio, "somebody-else")) {
                assertThat(other.isShutdown()).isFalse();
                assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            }
            assertThat(studio.automatic1111.inFlightMax()).isEqualTo(1);
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt")).isEmpty();
        }
    }

    @Test
    void givesUpOnARendererThatIsAway() {
        try (var studio = new Studio(anOrder().limits(60, 30, 30, 1))) {
            studio.automatic1111.goOffline();

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDERER_UNAVAILABLE);
            assertThat(outcome.exit().code()).isEqualTo(12);
            assertThat(studio.ollama.chats()).isZero();
            assertThat(studio.api.failures()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unready")
    void givesUpOnARendererThatIsNotReady(Fault fault, String words) {
        try (var studio = new Studio(anOrder().limits(60, 30, 30, 1))) {
            studio.automatic1111.faults().arm(fault, "/sdapi/v1/", 0);

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDERER_UNAVAILABLE);
            assertThat(outcome.message()).contains(words);
        }
    }

    static Stream<Arguments> unready() {
        return Stream.of(
                Arguments.of(new TransportFault.Html(200), "no JSON"),
                Arguments.of(new TransportFault.Html(500), "500"),
                Arguments.of(
                        new TransportFault.Answer(
                                404, "application/json", "{\"detail\":\"Not Found\"}"),
                        "--api"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void endsAsCancelledWhateverTheInterruptedCallAnswers(Personality personality) {
        // Where nothing can be interrupted the render is short and only waited for.
        var step = Duration.ofMillis(personality == Personality.SD_CPP ? 100 : 1000);
        var settings = Automatic1111Settings.forTests().as(personality).withStepTime(step);
        var order = anOrder().instruction(null).prompt("a lighthouse at dusk");
        try (var studio = new Studio(order.images(1, Provenance.REQUEST), settings)) {
            Thread.ofVirtual()
                    .start(() -> {
                        await().until(() -> studio.automatic1111.inFlight() == 1);
                        studio.cancellation.request(Cancellation.Why.SIGNAL);
                    });

            assertThat(studio.run().exit()).isEqualTo(ExitCode.CANCELLED);

            assertThat(studio.automatic1111.inFlight()).isZero();
            assertThat(studio.automatic1111.generations()).isEqualTo(1);
            assertThat(studio.api.images()).isEmpty();
            assertThat(studio.api.failures()).isEmpty();
        }
    }

    @Test
    void stopsARenderThatTakesTooLong() {
        try (var studio = new Studio(aGivenPrompt().limits(60, 30, 1, 2))) {
            studio.automatic1111.faults().next(new RenderFault.NeverEnding(false));

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDER_TIMEOUT);
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt"))
                    .isNotEmpty();
            assertThat(studio.automatic1111.inFlight()).isZero();
            assertThat(studio.api.images()).isEmpty();
        }
    }

    @Test
    void saysThatARenderCouldNotBeStopped() {
        try (var studio = new Studio(aGivenPrompt().limits(60, 30, 1, 2))) {
            studio.automatic1111.faults().next(new RenderFault.NeverEnding(true));
            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.RENDER_TIMEOUT);
            assertThat(outcome.message()).contains("could not be stopped");
        }
    }

    @Test
    void worksWithoutTheWebUisOwnRoutes() {
        var bare =
                Automatic1111Settings.forTests()
                        .withWebUi(false)
                        .withStepTime(Duration.ofMillis(5));
        try (var studio = new Studio(aGivenPrompt(), bare)) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.automatic1111.violations()).isEmpty();
        }
    }

    @Test
    void storesAgainWhileApiIsAway() {
        try (var studio = new Studio(aGivenPrompt())) {
            studio.automatic1111.faults().arm(new TransportFault.Slow(300), TXT2IMG, 1);
            Thread.ofVirtual()
                    .start(() -> {
                        await().until(() ->
                                studio.automatic1111.inFlight() == 1
                                        || !studio.automatic1111
                                                .log()
                                                .entries("POST", TXT2IMG)
                                                .isEmpty());
                        studio.api.answerNext(503, 503, 502, 500, 503, 503, 503, 503);
                    });

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.api.images()).hasSize(4);
        }
    }

    @Test
    void stopsWhatAKilledAttemptLeftRunning() {
        try (var studio = new Studio(aGivenPrompt().attempt(2))) {
            studio.automatic1111.faults().next(new RenderFault.NeverEnding(false));
            try (var earlier = someRender(studio, "easel-" + studio.order.requestId() + "-1-1")) {
                assertThat(earlier.isShutdown()).isFalse();

                assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            }
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt"))
                    .hasSize(1);
            assertThat(studio.automatic1111.inFlightMax()).isEqualTo(1);
        }
    }

    @Test
    void neverInterruptsSomebodyElsesRender() {
        try (var studio = new Studio(aGivenPrompt().attempt(2))) {
            studio.automatic1111.faults().next(new RenderFault.NeverEnding(false));
            try (var other = someRender(studio, "somebody-else")) {
                assertThat(other.isShutdown()).isFalse();

                var outcome = studio.run();

                assertThat(outcome.exit()).isEqualTo(ExitCode.RENDERER_BUSY);
                assertThat(outcome.message()).contains("busy");
                assertThat(studio.api.progress()).allMatch(each -> each.percent() <= 12);
                assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt"))
                        .isEmpty();
                assertThat(studio.automatic1111.inFlight()).isEqualTo(1);
                studio.automatic1111.faults().clear();
            }
        }
    }

    /** Posts a render of another client and returns when it runs; closing waits for its end. */
    private static ExecutorService someRender(Studio studio, String id) {
        var body =
                "{\"prompt\":\"x\",\"steps\":10,\"width\":64,\"height\":64,\"force_task_id\":\"%s\"}"
                        .formatted(id);
        var client = Executors.newVirtualThreadPerTaskExecutor();
        client.submit(() -> {
            try (var http = Connections.to(studio.automatic1111.url()).build()) {
                return http.send(
                        HttpRequest.newBuilder(studio.automatic1111.url().resolve(TXT2IMG))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        });
        await().until(() -> studio.automatic1111.inFlight() == 1);
        return client;
    }
}
