package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole pipeline, and what the world looks like after it. */
@Execution(ExecutionMode.CONCURRENT)
class PipelineIT {

    @Test
    void makesFourPicturesOfAnInstruction() throws IOException {
        try (var studio = new Studio(anOrder())) {
            var outcome = studio.run();

            assertThat(outcome).isEqualTo(new Outcome.Stored(studio.api.resultId));
            assertThat(studio.api.images()).hasSize(4);
            var different = new HashSet<String>();
            for (var png : studio.api.images()) {
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                assertThat(image.getWidth()).isEqualTo(512);
                assertThat(image.getHeight()).isEqualTo(512);
                different.add(TestingApi.sha256(png));
            }
            assertThat(different).hasSize(4);
            assertThat(studio.api.complaints()).isEmpty();
            assertThat(studio.api.failures()).isEmpty();
            assertThat(studio.automatic1111.violations()).isEmpty();
            assertThat(studio.automatic1111.inFlightMax()).isEqualTo(1);
        }
    }

    @Test
    void reportsCompleteSettingsAndWhoWroteThem() throws IOException {
        try (var studio = new Studio(anOrder().suffix("masterpiece"))) {
            studio.run();

            var result = studio.api.results().getFirst();
            assertThat(result.composition().writer()).isEqualTo(Writer.LANGUAGE_MODEL);
            assertThat(result.composition().promptVersion()).isEqualTo("compose-v2");
            assertThat(result.composition().model()).isEqualTo(TestingOrder.MODEL);
            var settings = result.settings();
            assertThat(settings.prompt()).containsOnlyOnce("masterpiece").doesNotContain("和風");
            assertThat(settings.negativePrompt()).isNotBlank();
            assertThat(settings.model()).isEqualTo("v1-5-pruned-emaonly");
            assertThat(settings.modelHash()).hasSize(10);
            assertThat(settings.sampler()).isEqualTo("DPM++ 2M");
            assertThat(settings.scheduler()).isEqualTo("Karras");
            assertThat(settings.steps()).isEqualTo(20);
            assertThat(settings.imageCount()).isEqualTo(4);
            assertThat(result.images()).hasSize(4);
            for (var image : result.images()) {
                assertThat(image.seed()).isEqualTo(settings.seed() + image.index());
                assertThat(image.infotext()).contains("Seed: " + image.seed(), "Steps: 20");
                assertThat(image.sha256())
                        .isEqualTo(TestingApi.sha256(studio.api.images().get(image.index())));
            }
            assertThat(Json.mapper().readTree(result.renderer().rawInfo()).path("seed").asLong())
                    .isEqualTo(settings.seed());
            assertThat(result.renderer().flavour()).isEqualTo("AUTOMATIC1111");
            assertThat(result.millisByPhase()).containsKeys("Composing", "Rendering", "Storing");
            assertThat(result.notices()).isEmpty();
        }
    }

    @Test
    void reportsProgressThatOnlyGrows() {
        var slow = Automatic1111Settings.forTests().withStepTime(Duration.ofMillis(10));
        try (var studio = new Studio(anOrder(), slow)) {
            studio.run();

            var percents = studio.api.progress().stream().map(each -> each.percent()).toList();
            assertThat(percents).isSorted();
            assertThat(studio.api.progress())
                    .anyMatch(each ->
                            each.phase() == Phase.RENDERING
                                    && each.percent() > 20
                                    && each.etaSeconds() != null);
        }
    }

    @Test
    void takesTheLanguageModelOffTheGpuBeforeItRenders() {
        try (var studio = new Studio(anOrder())) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.ollama.loadedModels()).isEmpty();
        }
    }

    @Test
    void keepsTheLanguageModelLoadedOnAGpuOfItsOwn() {
        try (var studio = new Studio(anOrder().separateMemory())) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.ollama.loadedModels()).containsExactly(TestingOrder.MODEL);
        }
    }

    @Test
    void usesAGivenPromptAsItIsAndAsksNobody() {
        var prompt = "a red bicycle, (rain:1.2), キャンバス";
        try (var studio = new Studio(anOrder().instruction(null).prompt(prompt).seed(42))) {
            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(ExitCode.STORED);
            var result = studio.api.results().getFirst();
            assertThat(result.settings().prompt()).isEqualTo(prompt);
            assertThat(result.settings().seed()).isEqualTo(42);
            assertThat(result.composition().writer()).isEqualTo(Writer.REQUEST);
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    @Test
    void rendersTheSamePicturesForTheSameSettings() {
        var first = picturesOf(anOrder().instruction(null).prompt("a lighthouse").seed(7));
        var second = picturesOf(anOrder().instruction(null).prompt("a lighthouse").seed(7));
        assertThat(first).hasSize(4).isEqualTo(second);
    }

    private static List<String> picturesOf(TestingOrder order) {
        try (var studio = new Studio(order)) {
            studio.run();
            return studio.api.results().getFirst().images().stream()
                    .map(image -> Objects.requireNonNull(image.pixelsSha256()))
                    .toList();
        }
    }

    @Test
    void usesTheModelSamplerSchedulerAndLorasThatTheRequestNames() {
        var order =
                anOrder()
                        .model("standin-anime-v2", Provenance.REQUEST)
                        .sampler("Euler a", Provenance.REQUEST)
                        .scheduler("Exponential", Provenance.REQUEST)
                        .loras(new Lora("anime-style", new BigDecimal("0.80")))
                        .steps(7, Provenance.REQUEST)
                        .images(2, Provenance.REQUEST);
        try (var studio = new Studio(order)) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);

            var settings = studio.api.results().getFirst().settings();
            assertThat(settings.model()).isEqualTo("standin-anime-v2");
            assertThat(settings.sampler()).isEqualTo("Euler a");
            assertThat(settings.scheduler()).isEqualTo("Exponential");
            assertThat(settings.loras()).extracting(Lora::name).containsExactly("anime-style");
            assertThat(studio.api.results().getFirst().images().getFirst().infotext())
                    .contains("Model: standin-anime-v2", "Sampler: Euler a", "anime-style: ");
            assertThat(studio.api.images()).hasSize(2);
        }
    }

    @Test
    void refusesToWorkWhenAnotherPodHasClaimed() {
        try (var studio = new Studio(anOrder())) {
            studio.api.claimedElsewhere();

            assertThat(studio.run().exit()).isEqualTo(ExitCode.FENCED);
            assertThat(studio.automatic1111.generations()).isZero();
            assertThat(studio.api.failures()).isEmpty();
        }
    }

    @Test
    void doesNothingForARequestThatIsCancelledAlready() {
        try (var studio = new Studio(anOrder())) {
            studio.api.answerNext(410);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.CANCELLED);
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    @Test
    void endsForGoodWhenWhatItStartsFromIsGone() {
        try (var studio = new Studio(anOrder())) {
            studio.api.missSource("The request that this one starts from failed.");
            var outcome = studio.run();
            assertThat(outcome.exit()).isEqualTo(ExitCode.SOURCE_NOT_FOUND);
            assertThat(outcome.exit().code()).isEqualTo(11);
            assertThat(outcome.message())
                    .isEqualTo("The request that this one starts from failed.");
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    @Test
    void claimsAgainWhileApiIsAway() {
        try (var studio = new Studio(anOrder())) {
            studio.api.answerNext(503, 500, 401);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
        }
    }

    @Test
    void givesUpWhenApiKeepsRefusingItsToken() {
        try (var studio = new Studio(anOrder())) {
            studio.api.answerNext(403, 403, 403, 403, 403, 403);
            var outcome = studio.run();
            assertThat(outcome.exit()).isEqualTo(ExitCode.API_UNAVAILABLE);
            assertThat(outcome.message()).contains("403");
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    @Test
    void doesNotTakeAMissingImageForALostClaim() {
        try (var studio = new Studio(anOrder())) {
            studio.api.refuseResults("ImageMissing");
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORE_FAILED);
            assertThat(studio.api.failures().getFirst().reason()).isEqualTo("StoreFailed");
        }
    }

    @Test
    void keepsItsPicturesWhileTheStoreIsFullAndDrawsNothingAnew() {
        try (var studio = new Studio(anOrder())) {
            studio.api.refuseUploads(12);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.automatic1111.generations()).isEqualTo(1);
            assertThat(studio.api.images())
                    .hasSize(studio.api.results().getFirst().images().size());
            assertThat(studio.api.failures()).isEmpty();
        }
    }

    @Test
    void tellsWhyItsPicturesCouldNotBeStoredWhenItsTimeIsUp() {
        try (var studio = new Studio(anOrder().limits(8, 8, 8, 2))) {
            studio.api.refuseUploads(Integer.MAX_VALUE);
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORE_FAILED);
            var failure = studio.api.failures().getFirst();
            assertThat(failure.reason()).isEqualTo("StoreFailed");
            assertThat(failure.message()).contains("507", "Somebody must make room.");
            assertThat(studio.automatic1111.generations()).isEqualTo(1);
        }
    }

    @Test
    void readsItsTokenAtEachCall() {
        try (var studio = new Studio(anOrder())) {
            studio.rotateToken();
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            assertThat(studio.api.complaints()).isEmpty();
        }
    }

    @Test
    void stopsTheRenderWhenTheUserCancels() {
        stopsTheRender(410, ExitCode.CANCELLED);
    }

    @Test
    void stopsTheRenderWhenTheClaimIsRetired() {
        stopsTheRender(409, ExitCode.FENCED);
    }

    private static void stopsTheRender(int status, ExitCode expected) {
        var slow = Automatic1111Settings.forTests().withStepTime(Duration.ofSeconds(1));
        try (var studio = new Studio(anOrder(), slow)) {
            Thread.ofVirtual()
                    .start(() -> {
                        await().until(() -> studio.automatic1111.inFlight() == 1);
                        studio.api.end(status);
                    });

            var outcome = studio.run();

            assertThat(outcome.exit()).isEqualTo(expected);
            assertThat(studio.automatic1111.inFlight()).isZero();
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/interrupt"))
                    .isNotEmpty();
            assertThat(studio.api.images()).isEmpty();
            assertThat(studio.api.failures()).isEmpty();
        }
    }

    @Test
    void refusesAnActionItDoesNotKnow() {
        try (var studio = new Studio(anOrder().action("Juggle"))) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.ACTION_NOT_SUPPORTED);
            assertThat(studio.api.failures().getFirst().reason()).isEqualTo("ActionNotSupported");
        }
    }
}
