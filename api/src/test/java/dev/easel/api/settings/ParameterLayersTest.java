package dev.easel.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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

    private static ParameterLayers.Layer settings(Provenance from, Map<String, Object> values) {
        return ParameterLayers.ofSettings(from, null, null, null, values);
    }

    private static Parameters parameters(@Nullable Integer width, @Nullable Long seed) {
        return new Parameters(
                null, null, null, List.of(), null, null, null, null, seed, width, null, null);
    }
}
