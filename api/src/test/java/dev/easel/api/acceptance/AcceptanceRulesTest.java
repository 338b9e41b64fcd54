package dev.easel.api.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig.Installation;
import dev.easel.api.acceptance.Catalogue.Entry;
import dev.easel.api.history.Found;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptanceRulesTest {
    private static final Catalogue CATALOGUE =
            new Catalogue(
                    List.of(new Entry(List.of("dreamlike", "dreamlike.safetensors"))),
                    List.of(new Entry(List.of("DPM++ 2M")), new Entry(List.of("Euler a"))),
                    List.of(new Entry(List.of("Karras", "karras"))),
                    List.of(new Entry(List.of("anime-style", "anime"))));

    @Test
    void takesEveryNameOfWhatIsInstalled() {
        var parameters = parameters("dreamlike.safetensors", "Euler a", "karras", "anime");
        assertThat(AcceptanceRules.withCatalogues(parameters, List.of(CATALOGUE), 0).reason())
                .isEqualTo(Reason.VALID);
    }

    @Test
    void refusesAModelThatIsNotInstalledAndNamesTheNearest() {
        var verdict = check(parameters("dreamlikes", null, null, null));
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
        assertThat(verdict.message()).contains("dreamlikes").contains("Did you mean dreamlike?");
    }

    @Test
    void refusesASamplerASchedulerAndALora() {
        assertThat(check(parameters(null, "euler A", null, null)).reason())
                .isEqualTo(Reason.SAMPLER_NOT_FOUND);
        assertThat(check(parameters(null, null, "Exponential", null)).reason())
                .isEqualTo(Reason.SCHEDULER_NOT_FOUND);
        assertThat(check(parameters(null, null, null, "ukiyo-e")).reason())
                .isEqualTo(Reason.LORA_NOT_FOUND);
    }

    @Test
    void listsWhatThereIsWhereNothingIsAlike() {
        assertThat(check(parameters(null, "zzz", null, null)).message())
                .contains("There are: DPM++ 2M, Euler a.");
    }

    @Test
    void takesWhatAnyBackEndHas() {
        var empty = new Catalogue(List.of(), List.of(), List.of(), List.of());
        var verdict =
                AcceptanceRules.withCatalogues(
                        parameters("dreamlike", null, null, null), List.of(empty, CATALOGUE), 0);
        assertThat(verdict.accepted()).isTrue();
    }

    @Test
    void leavesTheCheckToTheGeneratorWhereABackEndCannotBeRead() {
        var named = parameters("unknown", null, null, null);
        assertThat(AcceptanceRules.withCatalogues(named, List.of(), 1).reason())
                .isEqualTo(Reason.UNCHECKED);
        assertThat(AcceptanceRules.withCatalogues(named, List.of(CATALOGUE), 1).reason())
                .isEqualTo(Reason.UNCHECKED);
        var there = parameters("dreamlike", null, null, null);
        assertThat(AcceptanceRules.withCatalogues(there, List.of(CATALOGUE), 1).reason())
                .isEqualTo(Reason.VALID);
    }

    @Test
    void namesThePoolsThatThereAre() {
        assertThat(AcceptanceRules.poolNotFound("big", List.of("small", "default")).message())
                .contains("big")
                .contains("default, small");
    }

    @Test
    void refusesAFixedCountThatTheInstallationsSidesMakeTooManyPixelsOf() {
        var installation = new Installation(1024, 2048, 4, 20, new BigDecimal("7.0"), "m");
        var verdict = tooManyPixels(canvas(null, 8), installation).orElseThrow();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(Reason.POLICY_DENIED);
        assertThat(verdict.message())
                .contains("spec.parameters")
                .contains("8388608")
                .contains("1024 x 2048 x 8")
                .contains("Lower imageCount to 4");
        assertThat(tooManyPixels(canvas(512, 8), installation)).isEmpty();
        assertThat(tooManyPixels(canvas(2048, null), installation)).isEmpty();
        assertThat(tooManyPixels(null, installation)).isEmpty();
    }

    @Test
    void countsPixelsWithTheSidesOfTheGenerationItStartsFrom() {
        var installation = new Installation(512, 512, 4, 20, new BigDecimal("7.0"), "m");
        var large = new Found.Ready(UUID.randomUUID(), null, 2048, 2048, 2);
        var verdict =
                AcceptanceRules.tooManyPixels(
                                canvas(null, 8),
                                AcceptanceRules.given(Optional.of(large), installation))
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
                                AcceptanceRules.given(Optional.of(underway), installation)))
                .isEmpty();
    }

    @Test
    void refusesWhatHasNothingToStartFromInTheWordsOfTheSearch() {
        var verdict =
                AcceptanceRules.sourceMissing(new Found.Missing("Nothing there.")).orElseThrow();
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND);
        assertThat(verdict.message()).isEqualTo("Nothing there.");
        assertThat(AcceptanceRules.sourceMissing(new Found.Underway("soon"))).isEmpty();
    }

    private static Optional<Verdict> tooManyPixels(
            @Nullable Parameters parameters, Installation installation) {
        return AcceptanceRules.tooManyPixels(
                parameters, AcceptanceRules.given(Optional.empty(), installation));
    }

    private static Parameters canvas(@Nullable Integer width, @Nullable Integer imageCount) {
        return new Parameters(
                null, null, null, List.of(), null, null, null, null, null, width, null, imageCount);
    }

    private static Verdict check(Parameters parameters) {
        return AcceptanceRules.withCatalogues(parameters, List.of(CATALOGUE), 0);
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
