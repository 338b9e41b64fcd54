package dev.easel.api.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.catalogue.NameCheck.Outcome;
import dev.easel.api.catalogue.Named;
import dev.easel.api.history.Found;
import dev.easel.api.settings.ParameterLayers;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResolvedParameters;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptanceRulesTest {
    private static final Installation INSTALLATION =
            new Installation(512, 512, 4, 20, new BigDecimal("7.0"), "m");

    @Test
    void collectsEveryNameWithWhoseWordItIs() {
        var request = ParameterLayers.ofRequest(parameters("dreamlike", null, null, null));
        var user =
                ParameterLayers.ofSettings(
                        Provenance.USER, null, null, null, Map.of("sampler", "Euler a"));
        var guild =
                ParameterLayers.ofSettings(
                        Provenance.GUILD,
                        "other",
                        List.of(new Lora("anime-style", BigDecimal.ONE)),
                        null,
                        Map.of("scheduler", "Karras", "sampler", "DDIM"));
        var names =
                AcceptanceRules.names(
                        ParameterLayers.resolve(List.of(request, user, guild), INSTALLATION));
        assertThat(names)
                .containsExactly(
                        new Named(Named.Kind.MODEL, "dreamlike", Provenance.REQUEST),
                        new Named(Named.Kind.SAMPLER, "Euler a", Provenance.USER),
                        new Named(Named.Kind.SCHEDULER, "Karras", Provenance.GUILD),
                        new Named(Named.Kind.LORA, "anime-style", Provenance.GUILD));
    }

    @Test
    void turnsTheOutcomeOfTheLookUpIntoAVerdict() {
        assertThat(AcceptanceRules.named(new Outcome.AllInstalled()).reason())
                .isEqualTo(Reason.VALID);
        assertThat(AcceptanceRules.named(new Outcome.Unchecked()).reason())
                .isEqualTo(Reason.UNCHECKED);
        var missing =
                AcceptanceRules.named(
                        new Outcome.Missing(
                                new Named(Named.Kind.LORA, "x", Provenance.GUILD),
                                List.of("y"),
                                List.of(),
                                "The LoRA x"));
        assertThat(missing)
                .isEqualTo(
                        Verdict.no(
                                Reason.LORA_NOT_FOUND,
                                "The LoRA x",
                                Map.of(
                                        "kind", "LoRA", "name", "x", "by", "guild", "nearest",
                                        "y")));
    }

    @Test
    void namesThePoolsThatThereAre() {
        assertThat(AcceptanceRules.poolNotFound("big", List.of("small", "default")).message())
                .contains("big")
                .contains("default, small");
    }

    @Test
    void refusesAFixedCountThatSettingsOrDefaultsMakeTooManyPixelsOf() {
        var large = Map.<String, Object>of("width", 1024, "height", 2048);
        var verdict = tooManyPixels(canvas(null, 8), large).orElseThrow();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(verdict.message())
                .contains("spec.parameters")
                .contains("8388608")
                .contains("1024 x 2048 x 8")
                .contains("Lower imageCount to 4");
        assertThat(tooManyPixels(canvas(512, 8), large)).isEmpty();
        assertThat(tooManyPixels(canvas(2048, null), large)).isEmpty();
        assertThat(tooManyPixels(null, large)).isEmpty();
    }

    @Test
    void countsPixelsWithTheSidesOfTheGenerationItStartsFrom() {
        var resolved = ParameterLayers.resolve(List.of(), INSTALLATION);
        var large = new Found.Ready(UUID.randomUUID(), null, 2048, 2048, 2);
        var verdict =
                AcceptanceRules.tooManyPixels(
                                canvas(null, 8),
                                AcceptanceRules.given(Optional.of(large), resolved))
                        .orElseThrow();
        assertThat(verdict.reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(verdict.message())
                .contains("2048 x 2048 x 8")
                .contains("the generation that it starts from")
                .contains("Lower imageCount to 2");
        var underway = new Found.Underway("soon");
        assertThat(
                        AcceptanceRules.tooManyPixels(
                                canvas(null, 8),
                                AcceptanceRules.given(Optional.of(underway), resolved)))
                .isEmpty();
    }

    @Test
    void refusesWhatHasNothingToStartFromInTheWordsOfTheSearch() {
        var verdict =
                AcceptanceRules.sourceMissing(
                                new Found.Missing("Nothing there.", Map.of("case", "unknown")))
                        .orElseThrow();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(verdict.message()).isEqualTo("Nothing there.");
        assertThat(verdict.params()).containsExactly(Map.entry("case", "unknown"));
        assertThat(AcceptanceRules.sourceMissing(new Found.Underway("soon"))).isEmpty();
    }

    private static Optional<Verdict> tooManyPixels(
            @Nullable Parameters given, Map<String, Object> settled) {
        ResolvedParameters resolved =
                ParameterLayers.resolve(
                        List.of(
                                ParameterLayers.ofRequest(given),
                                ParameterLayers.ofSettings(
                                        Provenance.USER, null, null, null, settled)),
                        INSTALLATION);
        return AcceptanceRules.tooManyPixels(
                given, AcceptanceRules.given(Optional.empty(), resolved));
    }

    private static Parameters canvas(@Nullable Integer width, @Nullable Integer imageCount) {
        return new Parameters(
                null, null, null, List.of(), null, null, null, null, null, width, null, imageCount);
    }

    private static Parameters parameters(
            @Nullable String model,
            @Nullable String sampler,
            @Nullable String scheduler,
            @Nullable String lora) {
        return new Parameters(
                null,
                null,
                model,
                lora == null ? List.of() : List.of(new Parameters.Lora(lora, null)),
                null,
                null,
                sampler,
                scheduler,
                null,
                null,
                null,
                null);
    }
}
