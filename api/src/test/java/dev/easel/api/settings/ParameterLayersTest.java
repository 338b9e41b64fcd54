package dev.easel.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParameterLayersTest {
    private static final Installation INSTALLATION =
            new Installation(512, 512, 4, 20, new BigDecimal("7.0"), "m");

    @Test
    void takesTheStrongestWordOnEachValueByItself() {
        var resolved =
                ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(parameters(640, null)),
                                settings(Provenance.USER, Map.of("width", 768, "steps", 30)),
                                settings(
                                        Provenance.GUILD,
                                        Map.of("steps", 40, "cfg_scale", 5.5, "sampler", "DDIM"))),
                        INSTALLATION);
        assertThat(resolved.width()).isEqualTo(new Resolved<>(640, Provenance.REQUEST));
        assertThat(resolved.steps()).isEqualTo(new Resolved<>(30, Provenance.USER));
        assertThat(resolved.cfgScale())
                .isEqualTo(new Resolved<>(new BigDecimal("5.5"), Provenance.GUILD));
        assertThat(resolved.sampler()).isEqualTo(new Resolved<>("DDIM", Provenance.GUILD));
        assertThat(resolved.height()).isEqualTo(new Resolved<>(512, Provenance.INSTALLATION));
        assertThat(resolved.model()).isNull();
    }

    @Test
    void lowersACountThatWouldMakeTooManyPixels() {
        var large = settings(Provenance.USER, Map.of("width", 2048, "height", 2048));
        assertThat(ParameterLayers.resolve(List.of(large), INSTALLATION).imageCount())
                .isEqualTo(new Resolved<>(2, Provenance.INSTALLATION));
        var six = settings(Provenance.GUILD, Map.of("image_count", 6));
        assertThat(ParameterLayers.resolve(List.of(large, six), INSTALLATION).imageCount())
                .isEqualTo(new Resolved<>(2, Provenance.GUILD));
        var eight =
                ParameterLayers.ofRequest(
                        new Parameters(
                                null, null, null, List.of(), null, null, null, null, null, null,
                                null, 8));
        assertThat(ParameterLayers.resolve(List.of(eight), INSTALLATION).imageCount())
                .isEqualTo(new Resolved<>(8, Provenance.REQUEST));
        assertThat(ParameterLayers.resolve(List.of(eight, large), INSTALLATION).imageCount())
                .isEqualTo(new Resolved<>(2, Provenance.REQUEST));
    }

    @Test
    void takesABlankSuffixAsNoneEvenOverTheGuilds() {
        var none = ParameterLayers.ofSettings(Provenance.USER, null, null, "", Map.of());
        var guild = ParameterLayers.ofSettings(Provenance.GUILD, null, null, "4k", Map.of());
        assertThat(ParameterLayers.resolve(List.of(none, guild), INSTALLATION).promptSuffix())
                .isNull();
        assertThat(ParameterLayers.resolve(List.of(guild), INSTALLATION).promptSuffix())
                .isEqualTo(new Resolved<>("4k", Provenance.GUILD));
    }

    @Test
    void takesARandomSeedAsNoSeedEvenOverASettledOne() {
        var resolved =
                ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(parameters(null, -1L)),
                                settings(Provenance.USER, Map.of("seed", 42))),
                        INSTALLATION);
        assertThat(resolved.seed()).isNull();
    }

    @Test
    void passesOverSettingsOfAWrongType() {
        var resolved =
                ParameterLayers.resolve(
                        List.of(settings(Provenance.GUILD, Map.of("steps", "many", "width", 5.5))),
                        INSTALLATION);
        assertThat(resolved.steps().from()).isEqualTo(Provenance.INSTALLATION);
        assertThat(resolved.width().from()).isEqualTo(Provenance.INSTALLATION);
    }

    @Test
    void givesALoraWithoutWeightTheUsualOne() {
        var given =
                new Parameters(
                        null,
                        null,
                        null,
                        List.of(new Parameters.Lora("a", null)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        var resolved =
                ParameterLayers.resolve(List.of(ParameterLayers.ofRequest(given)), INSTALLATION);
        assertThat(resolved.loras())
                .isEqualTo(
                        new Resolved<>(
                                List.of(new Lora("a", new BigDecimal("0.8"))), Provenance.REQUEST));
    }

    @Test
    void takesFromTheEarlierGenerationWhatTheRequestLeavesOpen() {
        var resolved =
                ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(parameters(640, null)),
                                ParameterLayers.ofPrevious(previous(null))),
                        INSTALLATION);
        assertThat(resolved.width()).isEqualTo(new Resolved<>(640, Provenance.REQUEST));
        assertThat(resolved.height())
                .isEqualTo(new Resolved<>(768, Provenance.PREVIOUS_GENERATION));
        assertThat(resolved.prompt())
                .isEqualTo(new Resolved<>("a cat", Provenance.PREVIOUS_GENERATION));
        assertThat(resolved.loras())
                .isEqualTo(new Resolved<>(List.of(), Provenance.PREVIOUS_GENERATION));
        assertThat(resolved.seed()).isEqualTo(new Resolved<>(42L, Provenance.PREVIOUS_GENERATION));
        assertThat(resolved.promptSuffix()).isNull();
        assertThat(resolved.scheduler()).isNull();
    }

    @Test
    void takesTheSeedOfTheImageThatIsMeantUnlessTheRequestSaysOne() {
        assertThat(seed(1, null)).isEqualTo(new Resolved<>(43L, Provenance.PREVIOUS_GENERATION));
        assertThat(seed(1, 7L)).isEqualTo(new Resolved<>(7L, Provenance.REQUEST));
        assertThat(seed(1, -1L)).isNull();
        assertThat(seed(2, null))
                .as("beyond what can be asked for")
                .isEqualTo(new Resolved<>(42L, Provenance.PREVIOUS_GENERATION));
    }

    @Test
    void lowersAFixedCountThatMetTheSidesOfTheEarlierGenerationTooLate() {
        var given =
                new Parameters(
                        null, null, null, List.of(), null, null, null, null, null, 2048, null, 8);
        var resolved =
                ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(given),
                                ParameterLayers.ofPrevious(previous(null))),
                        INSTALLATION);
        assertThat(resolved.imageCount()).isEqualTo(new Resolved<>(5, Provenance.REQUEST));
    }

    private static @Nullable Resolved<Long> seed(int image, @Nullable Long asked) {
        return ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(parameters(null, asked)),
                                ParameterLayers.ofPrevious(previous(image))),
                        INSTALLATION)
                .seed();
    }

    private static Previous previous(@Nullable Integer image) {
        return new Previous(
                UUID.randomUUID(),
                "猫",
                new Settings(
                        "a cat",
                        "",
                        "dreamlike",
                        null,
                        List.of(),
                        30,
                        new BigDecimal("5.5"),
                        "DDIM",
                        null,
                        42,
                        512,
                        768,
                        3,
                        null),
                image,
                List.of(image(0, 42), image(1, 43), image(2, 1L << 32)),
                List.of());
    }

    private static Previous.Image image(int index, long seed) {
        return new Previous.Image(index, seed, "0".repeat(64), null, 512, 768);
    }

    private static ParameterLayers.Layer settings(Provenance from, Map<String, Object> values) {
        return ParameterLayers.ofSettings(from, null, null, null, values);
    }

    private static Parameters parameters(@Nullable Integer width, @Nullable Long seed) {
        return new Parameters(
                null, null, null, List.of(), null, null, null, null, seed, width, null, null);
    }
}
