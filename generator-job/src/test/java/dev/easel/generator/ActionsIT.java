package dev.easel.generator;

import static dev.easel.generator.TestingOrder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Derivation;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Refinement.Change;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReport;
import dev.easel.protocol.work.ResultReport.Writer;
import dev.easel.sandbox.ollama.ModelFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every action on an earlier generation, and what the world looks like after it. */
@Execution(ExecutionMode.CONCURRENT)
class ActionsIT {
    /** An earlier generation that was really made. */
    private record Earlier(ResultReport result, List<byte[]> pngs) {
        Settings settings() {
            return result.settings();
        }

        Previous previous(@Nullable Integer imageIndex, Settings... history) {
            return previous(settings(), imageIndex, history);
        }

        Previous previous(Settings settings, @Nullable Integer imageIndex, Settings... history) {
            var images = new ArrayList<Previous.Image>();
            for (var image : result.images()) {
                images.add(
                        new Previous.Image(
                                image.index(),
                                image.seed(),
                                image.sha256(),
                                image.pixelsSha256(),
                                image.width(),
                                image.height()));
            }
            var steps = new ArrayList<Previous.Step>();
            for (var step : history) {
                steps.add(new Previous.Step(UUID.randomUUID(), "Generate", "街", step));
            }
            return new Previous(UUID.randomUUID(), "夜の街", settings, imageIndex, images, steps);
        }
    }

    private static final Earlier CITY =
            made(
                    anOrder()
                            .instruction(null)
                            .prompt("1girl, black hair, kimono, night city, masterpiece")
                            .seed(77)
                            .images(2, Provenance.REQUEST));

    private static Earlier made(TestingOrder order) {
        try (var studio = new Studio(order)) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORED);
            return new Earlier(studio.api.results().getFirst(), studio.api.images());
        }
    }

    private static TestingOrder on(String action, Previous previous) {
        return anOrder().action(action).instruction(null).previous(previous);
    }

    private static ResultReport stored(Studio studio) {
        studio.api.sources(CITY.pngs());
        var outcome = studio.run();
        assertThat(outcome.exit()).as(outcome.message()).isEqualTo(ExitCode.STORED);
        assertThat(studio.api.complaints()).isEmpty();
        assertThat(studio.automatic1111.violations()).isEmpty();
        return studio.api.results().getFirst();
    }

    private static List<Change> changed(ResultReport result) {
        return Objects.requireNonNullElse(result.refinement(), Refinement.NONE).changed();
    }

    @Test
    void refinesOnlyWhatTheReplyAsksFor() {
        var order = on("Refine", CITY.previous(null)).instruction("もっと明るく、笑顔にして");
        try (var studio = new Studio(order)) {
            var result = stored(studio);

            assertThat(result.settings().prompt())
                    .isEqualTo(
                            "1girl, smile, black hair, kimono, night city, masterpiece, bright"
                                    + " lighting");
            assertThat(changed(result))
                    .containsExactly(
                            new Change("prompt", null, "smile"),
                            new Change("prompt", null, "bright lighting"));
            assertThat(result.settings().seed()).isEqualTo(77);
            assertThat(result.composition().writer()).isEqualTo(Writer.LANGUAGE_MODEL);
            assertThat(result.composition().promptVersion()).isEqualTo("refine-v1");
            assertThat(result.composition().provenance())
                    .containsEntry("prompt", Provenance.LANGUAGE_MODEL)
                    .containsEntry("seed", Provenance.PREVIOUS_GENERATION);
            assertThat(result.notices()).isEmpty();
            assertThat(studio.ollama.chats()).isEqualTo(1);
        }
    }

    @Test
    void refinesFromTheImageThatIsMeant() {
        var order = on("Refine", CITY.previous(1)).instruction("blonde hair at dawn");
        try (var studio = new Studio(order.locale("en"))) {
            var result = stored(studio);

            assertThat(result.settings().seed()).isEqualTo(78);
            assertThat(result.settings().prompt())
                    .isEqualTo("1girl, blonde hair, kimono, dawn city, masterpiece");
            assertThat(changed(result)).extracting(Change::field).containsOnly("prompt");
        }
    }

    @Test
    void undoesAndResizesWithoutAskingAnybody() {
        var before = withPrompt("1girl, city");
        var order = on("Refine", CITY.previous(null, before)).instruction("元に戻して、横長で");
        try (var studio = new Studio(order)) {
            var result = stored(studio);

            assertThat(result.settings().prompt()).isEqualTo("1girl, city");
            assertThat(result.settings().width()).isEqualTo(624);
            assertThat(result.composition().writer()).isEqualTo(Writer.PREVIOUS);
            assertThat(result.composition().model()).isNull();
            assertThat(result.composition().explanation()).contains("前の段階");
            // It may be loaded ahead, but nothing is said to it.
            assertThat(studio.ollama.log().entries("POST", "/api/chat"))
                    .allSatisfy(chat -> assertThat(chat.body().path("messages")).isEmpty());
        }
    }

    @Test
    void saysInTheRequestersLanguageThatNothingChanged() {
        var order = on("Refine", CITY.previous(null)).instruction("いいね");
        try (var studio = new Studio(order)) {
            var result = stored(studio);

            assertThat(result.settings()).isEqualTo(CITY.settings());
            assertThat(result.notices()).singleElement().asString().contains("同じ画像");
            assertThat(studio.ollama.chats()).isEqualTo(2);
        }
    }

    @Test
    void rendersNothingForAReplyThatTheModelCannotTurnIntoAChange() {
        var order = on("Refine", CITY.previous(null)).instruction("提灯を持たせて");
        try (var studio = new Studio(order)) {
            studio.ollama.faults().untilCleared(new ModelFault.ProseOnly());

            assertThat(studio.run().exit()).isEqualTo(ExitCode.LANGUAGE_MODEL_ANSWER_INVALID);
            assertThat(studio.automatic1111.generations()).isZero();
            assertThat(studio.ollama.chats()).isEqualTo(2);
        }
    }

    @Test
    void restoresTheSamePictures() {
        try (var studio = new Studio(on("Restore", CITY.previous(null)))) {
            var result = stored(studio);

            assertThat(result.settings()).isEqualTo(CITY.settings());
            assertThat(pixels(result)).isEqualTo(pixels(CITY.result()));
            assertThat(changed(result)).isEmpty();
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    @Test
    void rerollsWithAFreshSeedAndNothingElse() {
        try (var studio = new Studio(on("Reroll", CITY.previous(null)))) {
            var result = stored(studio);

            assertThat(changed(result)).extracting(Change::field).containsExactly("seed");
            assertThat(pixels(result)).doesNotContainAnyElementsOf(pixels(CITY.result()));
            assertThat(result.composition().provenance())
                    .containsEntry("seed", Provenance.RANDOM)
                    .containsEntry("prompt", Provenance.PREVIOUS_GENERATION);
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    @Test
    void letsTheRequestsParametersHoldOverTheEarlierGeneration() {
        var order = on("Reroll", CITY.previous(null)).seed(5).steps(9, Provenance.REQUEST);
        try (var studio = new Studio(order)) {
            var result = stored(studio);

            assertThat(result.settings().seed()).isEqualTo(5);
            assertThat(result.settings().steps()).isEqualTo(9);
            assertThat(result.composition().provenance())
                    .containsEntry("seed", Provenance.REQUEST)
                    .containsEntry("steps", Provenance.REQUEST);
        }
    }

    @Test
    void variesOverTheImageThatIsMeant() {
        try (var studio = new Studio(on("Vary", CITY.previous(1)))) {
            var result = stored(studio);

            var derivation = Objects.requireNonNull(result.settings().derivation());
            assertThat(derivation.method()).isEqualTo(Derivation.Method.IMAGE_TO_IMAGE);
            assertThat(derivation.imageIndex()).isEqualTo(1);
            assertThat(derivation.sha256()).isEqualTo(CITY.result().images().get(1).sha256());
            assertThat(derivation.denoisingStrength()).isEqualByComparingTo("0.5");
            assertThat(result.settings().prompt()).isEqualTo(CITY.settings().prompt());
            assertThat(result.images()).hasSize(2);
            assertThat(studio.automatic1111.log().entries("POST", "/sdapi/v1/img2img")).hasSize(1);
            assertThat(studio.ollama.chats()).isZero();
        }
    }

    @Test
    void enlargesTheImageThatIsMeantToTwiceItsSize() {
        try (var studio = new Studio(on("Upscale", CITY.previous(0)))) {
            var result = stored(studio);

            assertThat(result.images()).hasSize(1);
            assertThat(result.images().getFirst().width()).isEqualTo(1024);
            var derivation = Objects.requireNonNull(result.settings().derivation());
            assertThat(derivation.method()).isEqualTo(Derivation.Method.EXTRAS);
            assertThat(derivation.scale()).isEqualByComparingTo("2");
        }
    }

    @Test
    void enlargesEvenIfTheCheckpointIsGone() {
        var gone = with(CITY.settings(), CITY.settings().prompt(), "long-gone");
        try (var studio = new Studio(on("Upscale", CITY.previous(gone, 0)))) {
            assertThat(stored(studio).settings().model()).isEqualTo("long-gone");
        }
    }

    @Test
    void replaysToTheLastPixelAndSaysSo() {
        try (var studio = new Studio(on("Replay", CITY.previous(null)).locale("en"))) {
            var result = stored(studio);

            assertThat(result.settings()).isEqualTo(CITY.settings());
            assertThat(pixels(result)).isEqualTo(pixels(CITY.result()));
            assertThat(result.notices()).singleElement().asString().contains("identical");
        }
    }

    @Test
    void saysWhenAReplayDiffersAndThatTheCheckpointIsAnotherFile() {
        var other = CITY.settings();
        var rehashed =
                new Settings(
                        other.prompt() + ", rain",
                        other.negativePrompt(),
                        other.model(),
                        "0000000000",
                        other.loras(),
                        other.steps(),
                        other.cfgScale(),
                        other.sampler(),
                        other.scheduler(),
                        other.seed(),
                        other.width(),
                        other.height(),
                        other.imageCount(),
                        null);
        var order = on("Replay", CITY.previous(rehashed, null)).locale("en");
        try (var studio = new Studio(order)) {
            var notices = stored(studio).notices();

            assertThat(notices).anyMatch(each -> each.contains("2 of 2 pictures differ"));
            assertThat(notices).anyMatch(each -> each.contains("its hash was 0000000000"));
        }
    }

    @Test
    void refusesAnEarlierCheckpointThatIsGoneAndNamesTheNearest() {
        var gone = with(CITY.settings(), "a city", "v1-5-pruned-emaonlyy");
        for (var action : List.of("Refine", "Restore", "Reroll", "Vary", "Replay")) {
            var order = on(action, CITY.previous(gone, null)).instruction("8枚");
            try (var studio = new Studio(order)) {
                var outcome = studio.run();

                assertThat(outcome.exit()).as(action).isEqualTo(ExitCode.MODEL_NOT_FOUND);
                assertThat(outcome.message()).contains("nearest: v1-5-pruned-emaonly");
                assertThat(studio.automatic1111.generations()).isZero();
            }
        }
    }

    @Test
    void takesAnotherCheckpointWhereTheRequestNamesOne() {
        var gone = with(CITY.settings(), "a city", "long-gone");
        var order =
                on("Restore", CITY.previous(gone, null))
                        .model("standin-anime-v2", Provenance.REQUEST);
        try (var studio = new Studio(order)) {
            assertThat(stored(studio).settings().model()).isEqualTo("standin-anime-v2");
        }
    }

    @Test
    void refusesASourceThatIsDamaged() {
        try (var studio = new Studio(on("Vary", CITY.previous(0)))) {
            var damaged = CITY.pngs().getFirst().clone();
            damaged[damaged.length / 2] ^= 1;
            studio.api.sources(List.of(damaged));

            assertThat(studio.run().exit()).isEqualTo(ExitCode.STORE_FAILED);
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    @Test
    void refinesAnEnlargedPictureAtItsDrawnSize() {
        var enlarged =
                derived(
                        new Derivation(
                                Derivation.Method.EXTRAS,
                                UUID.randomUUID(),
                                0,
                                "00",
                                null,
                                "R-ESRGAN 4x+",
                                BigDecimal.TWO));
        var order = on("Refine", CITY.previous(enlarged, null)).instruction("2枚");
        try (var studio = new Studio(order)) {
            var result = stored(studio);
            assertThat(result.settings().derivation()).isNull();
            assertThat(result.images().getFirst().width()).isEqualTo(512);
        }
    }

    @Test
    void refinesAVariationOverTheVeryPictureThatItWasMadeFrom() {
        var origin = UUID.randomUUID();
        var varied =
                derived(
                        new Derivation(
                                Derivation.Method.IMAGE_TO_IMAGE,
                                origin,
                                1,
                                CITY.result().images().get(1).sha256(),
                                new BigDecimal("0.5"),
                                null,
                                null));
        var order = on("Refine", CITY.previous(varied, 0)).instruction("darker").locale("en");
        try (var studio = new Studio(order)) {
            var result = stored(studio);

            assertThat(result.settings().derivation()).isEqualTo(varied.derivation());
            assertThat(studio.api.sourcesAsked()).containsExactly("of=" + origin);
        }
    }

    @Test
    void failsForGoodWhereTheSourceIsNoLongerStored() {
        try (var studio = new Studio(on("Vary", CITY.previous(1)))) {
            assertThat(studio.run().exit()).isEqualTo(ExitCode.SOURCE_NOT_FOUND);
            assertThat(studio.automatic1111.generations()).isZero();
        }
    }

    private static Settings withPrompt(String prompt) {
        return with(CITY.settings(), prompt, CITY.settings().model());
    }

    private static Settings derived(Derivation derivation) {
        var s = CITY.settings();
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                null,
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                s.seed(),
                s.width(),
                s.height(),
                2,
                derivation);
    }

    private static Settings with(Settings s, String prompt, String model) {
        return new Settings(
                prompt,
                s.negativePrompt(),
                model,
                null,
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                s.seed(),
                s.width(),
                s.height(),
                s.imageCount(),
                null);
    }

    private static List<String> pixels(ResultReport result) {
        return result.images().stream().map(each -> "" + each.pixelsSha256()).toList();
    }
}
