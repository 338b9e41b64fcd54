package dev.easel.generator.render;

import static dev.easel.generator.render.TestingPeer.derivation;
import static dev.easel.generator.render.TestingPeer.distance;
import static dev.easel.generator.render.TestingPeer.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.generator.AttemptFailed;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Derivation.Method;
import dev.easel.protocol.Json;
import dev.easel.sandbox.automatic1111.Personality;
import dev.easel.sandbox.automatic1111.RenderFault;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Pictures that are made of pictures. */
@Execution(ExecutionMode.CONCURRENT)
class DerivationIT {
    @ParameterizedTest(name = "by {0}")
    @EnumSource
    void drawsOverASourceSoThatItCanStillBeSeen(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var source = peer.source();
            var other =
                    peer.render(with(settings(peer.catalogue(), null), 99), null)
                            .pictures()
                            .getFirst();
            var wanted = with(settings(peer.catalogue(), derivation(Method.IMAGE_TO_IMAGE)), 99);

            var varied = peer.render(wanted, source.png());
            var again = peer.render(wanted, source.png());

            var picture = varied.pictures().getFirst();
            assertThat(picture.width()).isEqualTo(128);
            assertThat(picture.pixelsSha256())
                    .isEqualTo(again.pictures().getFirst().pixelsSha256())
                    .isNotEqualTo(source.pixelsSha256());
            assertThat(distance(picture.png(), source.png()))
                    .isPositive()
                    .isLessThan(distance(other.png(), source.png()));
            assertThat(derivationOf(varied).denoisingStrength()).isEqualByComparingTo("0.5");
            assertThat(peer.standIn.violations()).isEmpty();
            assertThat(peer.standIn.log().entries("POST", "/sdapi/v1/options")).isEmpty();
        }
    }

    @ParameterizedTest(name = "by {0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "SD_CPP")
    void enlargesTheSourceItselfAndKeepsItsWords(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var source = peer.source();

            var large =
                    peer.render(
                            settings(peer.catalogue(), derivation(Method.EXTRAS)), source.png());

            var picture = large.pictures().getFirst();
            assertThat(picture.width()).isEqualTo(256);
            assertThat(picture.height()).isEqualTo(384);
            assertThat(distance(source.png(), picture.png())).isLessThan(12);
            assertThat(derivationOf(large).upscaler()).isEqualTo("R-ESRGAN 4x+");
            assertThat(derivationOf(large).scale()).isEqualByComparingTo("2");
            assertThat(picture.infotext())
                    .isEqualTo(
                            source.infotext()
                                    + ", Postprocess upscale by: 2, Postprocess upscaler:"
                                    + " R-ESRGAN 4x+");
            assertThat(Png.read(picture.png()).infotext()).isEqualTo(picture.infotext());
            assertThat(Json.mapper().readTree(large.rawInfo()).isObject()).isTrue();
            assertThat(large.notices()).isEmpty();
            assertThat(peer.standIn.violations()).isEmpty();
        }
    }

    @Test
    void rendersLargerWhereABackEndEnlargesNothingAndSaysSo() throws Exception {
        try (var peer = new TestingPeer(Personality.SD_CPP)) {
            var source = peer.source();

            var large =
                    peer.render(
                            settings(peer.catalogue(), derivation(Method.EXTRAS)), source.png());

            assertThat(large.pictures().getFirst().width()).isEqualTo(256);
            assertThat(derivationOf(large).method()).isEqualTo(Method.HIRES);
            assertThat(derivationOf(large).upscaler()).isEqualTo("Latent");
            assertThat(large.notices()).containsExactly(RenderNotice.RENDERED_LARGER);
            assertThat(peer.standIn.violations()).isEmpty();
        }
    }

    @ParameterizedTest(name = "by {0}")
    @EnumSource
    void rendersASecondPassWithTheFieldsOfEachFlavour(Personality personality) throws Exception {
        try (var peer = new TestingPeer(personality)) {
            var large = peer.render(settings(peer.catalogue(), derivation(Method.HIRES)), null);

            assertThat(large.pictures().getFirst().width()).isEqualTo(256);
            assertThat(large.pictures().getFirst().height()).isEqualTo(384);
            assertThat(derivationOf(large).scale()).isEqualByComparingTo("2");
            assertThat(peer.standIn.violations()).isEmpty();
        }
    }

    @Test
    void refusesAnUpscalerThatIsGoneAndNamesTheOthers() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var source = peer.source();
            var gone =
                    new Derivation(
                            Method.EXTRAS,
                            TestingPeer.SOURCE_REQUEST,
                            0,
                            "00",
                            null,
                            "4x-Nowhere",
                            BigDecimal.TWO);

            assertThatThrownBy(() -> peer.render(settings(peer.catalogue(), gone), source.png()))
                    .isInstanceOf(AttemptFailed.class)
                    .hasMessageContaining("4x-Nowhere")
                    .hasMessageContaining("R-ESRGAN 4x+");
            assertThat(peer.standIn.generations()).isEqualTo(1);
        }
    }

    @Test
    void noticesAnEnlargementThatIsNone() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var source = peer.source();
            peer.standIn.faults().next(new RenderFault.HalfSize());

            assertThatThrownBy(() ->
                            peer.render(
                                    settings(peer.catalogue(), derivation(Method.EXTRAS)),
                                    source.png()))
                    .hasMessageContaining("128x192 instead of 256x384");
        }
    }

    @Test
    void triesAnEnlargementAgainWithoutTheLanguageModelWhenMemoryRunsOut() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var source = peer.source();
            peer.standIn.faults().next(new RenderFault.OutOfMemory());

            var large =
                    peer.render(
                            settings(peer.catalogue(), derivation(Method.EXTRAS)), source.png());

            assertThat(large.pictures()).hasSize(1);
            assertThat(peer.freed).hasValue(1);
        }
    }

    @Test
    void refusesASourceThatIsDamaged() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var source = peer.source().png().clone();
            source[60] ^= 1;
            assertThatThrownBy(() ->
                            peer.render(
                                    settings(peer.catalogue(), derivation(Method.IMAGE_TO_IMAGE)),
                                    source))
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void writesIdsAndHashesIntoTheFileAndNoWords() throws Exception {
        try (var peer = new TestingPeer(Personality.A1111)) {
            var file = new String(peer.source().png(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(file)
                    .contains("iTXteasel")
                    .contains("\"request_id\":\"00000000-0000-0003-0000-000000000004\"")
                    .contains("\"parent_request_id\":\"00000000-0000-0001-0000-000000000002\"")
                    .contains("\"language_model\":\"a model\"", "\"prompt_version\":\"v1\"")
                    .containsPattern("\"instruction_sha256\":\"[0-9a-f]{64}\"")
                    .doesNotContain("灯台");
        }
    }

    private static Derivation derivationOf(Rendered rendered) {
        return Objects.requireNonNull(rendered.settings().derivation());
    }

    private static dev.easel.protocol.Settings with(dev.easel.protocol.Settings s, long seed) {
        return new dev.easel.protocol.Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                s.modelHash(),
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                seed,
                s.width(),
                s.height(),
                s.imageCount(),
                s.derivation());
    }
}
