package dev.easel.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.catalogue.LoraCard.Sidecar;
import dev.easel.protocol.ModelFamily;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraCardTest {
    @Test
    void findsTriggersOnMostOfThePicturesAndPutsCommonWordsLast() {
        var card =
                card(
                        "ss_tag_frequency",
                        "{\"10_a\": {\"1girl\": 40, \"sumi-e \": 30, \"tree\": 4},"
                                + " \"2_b\": {\"sumi-e\": 8, \"ink\": 25}}",
                        "ss_dataset_dirs",
                        "{\"10_a\": {\"n_repeats\": 10, \"img_count\": 30},"
                                + " \"2_b\": {\"n_repeats\": 2, \"img_count\": 10}}");
        assertThat(card.triggers()).containsExactly("sumi-e", "ink", "1girl");
        assertThat(card.tags()).containsExactly("1girl", "sumi-e", "ink", "tree");
    }

    @Test
    void splitsLabelsThatAreSentencesIntoWords() {
        var card =
                card(
                        "ss_tag_frequency",
                        "{\"a\": {\"a quiet harbour at the end of day\": 3,"
                                + " \"a quiet street with old lanterns\": 3}}");
        assertThat(card.triggers()).contains("quiet");
        assertThat(card.tags()).contains("harbour", "lanterns").doesNotContain("a", "of");
    }

    @Test
    void takesTheMakersTriggerPhraseAndTheOwnersWordsBeforeIt() {
        var metadata =
                Map.of(
                        "modelspec.trigger_phrase",
                        "inkwash, 墨絵",
                        "ss_tag_frequency",
                        "{\"a\": {\"tree\": 9}}",
                        "modelspec.title",
                        "Ink Wash",
                        "modelspec.description",
                        "<p>By the maker</p>",
                        "modelspec.tags",
                        "style, ink");
        assertThat(LoraCard.of(metadata, Sidecar.NONE).triggers()).containsExactly("inkwash", "墨絵");
        assertThat(LoraCard.of(metadata, Sidecar.NONE).description()).isEqualTo("By the maker");
        var owners =
                new Sidecar("墨絵の画風", "sumi", null, new BigDecimal("0.7"), "from the text file");
        var card = LoraCard.of(metadata, owners);
        assertThat(card.triggers()).containsExactly("sumi", "inkwash", "墨絵");
        assertThat(card.description()).isEqualTo("墨絵の画風");
        assertThat(card.weight()).isEqualTo("0.7");
        assertThat(card.tags()).containsExactly("style", "ink", "tree");
        assertThat(card.title()).isEqualTo("Ink Wash");
    }

    @Test
    void boundsAndCleansWhatStrangersWrote() {
        var card =
                card(
                        "modelspec.title",
                        "a\u0000b\u001b[31m \u202Eevil\n title",
                        "modelspec.description",
                        "x".repeat(100_000),
                        "modelspec.trigger_phrase",
                        "<lora:evil:2>, ok",
                        "ss_tag_frequency",
                        "[1, {\"a\": \"b\"}]");
        assertThat(card.title()).isEqualTo("ab[31m evil title");
        assertThat(card.description()).hasSize(2000);
        assertThat(card.triggers()).containsExactly("lora:evil:2", "ok");
        assertThat(card("ss_tag_frequency", "{\"a\": [1, 2], \"b\": {\"c\": -4}}").tags())
                .isEmpty();
        assertThat(card("ss_tag_frequency", "not json").tags()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1} and {2}={3} is {4}")
    @CsvSource({
        "modelspec.architecture, stable-diffusion-v1/lora, x, x, SD1",
        "modelspec.architecture, stable-diffusion-xl-v1-base/lora, x, x, SDXL",
        "modelspec.architecture, flux-1-dev/lora, x, x, FLUX",
        "modelspec.architecture, stable-diffusion-3-medium/lora, x, x, SD3",
        "ss_base_model_version, sdxl_base_v1-0, x, x, SDXL",
        "ss_base_model_version, sd_1.5, x, x, SD1",
        "ss_base_model_version, sd_v2, x, x, SD2",
        "ss_base_model_version, sdxl_base_v1-0, ss_sd_model_name, ponyDiffusionV6XL.safetensors, PONY",
        "ss_base_model_version, sdxl_base_v1-0, ss_sd_model_name, illustriousXL_v01.safetensors, ILLUSTRIOUS",
        "ss_v2, True, x, x, SD2",
        "ss_v2, False, x, x, SD1",
        "ss_output_name, anything, x, x, SD1",
        "other, anything, x, x, UNKNOWN",
    })
    void tellsWhatItWasTrainedOn(
            String key, String value, String key2, String value2, ModelFamily family) {
        assertThat(card(key, value, key2, value2).family()).isEqualTo(family);
    }

    @Test
    void takesTheOwnersWordOnTheFamilyOfAFileWithoutMetadata() {
        var sidecar = new Sidecar(null, null, "SDXL", null, null);
        assertThat(LoraCard.of(Map.of(), sidecar).family()).isEqualTo(ModelFamily.SDXL);
        assertThat(LoraCard.of(Map.of(), Sidecar.NONE)).isEqualTo(LoraCard.EMPTY);
    }

    private static LoraCard card(String... keysAndValues) {
        var metadata = new HashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            metadata.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return LoraCard.of(metadata, Sidecar.NONE);
    }
}
