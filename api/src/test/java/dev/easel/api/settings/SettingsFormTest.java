package dev.easel.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.client.SettingKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFormTest {
    @Test
    void setsWhatIsPresentClearsWhatIsNullAndLeavesTheRest() {
        var change =
                read(
                        """
                        {"guild_id": "g", "user_id": null, "default_model": "sdxl",
                         "default_prompt_suffix": null,
                         "default_sd_params": {"steps": 30, "sampler": null}}
                        """);
        assertThat(change.userId()).isNull();
        assertThat(change.set()).isEqualTo(Map.of(SettingKey.MODEL, "sdxl", SettingKey.STEPS, 30));
        assertThat(change.cleared())
                .containsExactlyInAnyOrder(SettingKey.PROMPT_SUFFIX, SettingKey.SAMPLER);
        assertThat(
                        change.appliedTo(
                                Map.of(
                                        SettingKey.PROMPT_SUFFIX,
                                        "4k",
                                        SettingKey.SAMPLER,
                                        "DDIM",
                                        SettingKey.WIDTH,
                                        768)))
                .isEqualTo(
                        Map.of(
                                SettingKey.MODEL,
                                "sdxl",
                                SettingKey.STEPS,
                                30,
                                SettingKey.WIDTH,
                                768));
    }

    @Test
    void clearsAllParametersWithOneNull() {
        assertThat(read("{\"guild_id\": \"g\", \"default_sd_params\": null}").cleared())
                .hasSize(9)
                .doesNotContain(SettingKey.MODEL, SettingKey.LORAS, SettingKey.PROMPT_SUFFIX);
    }

    @Test
    void readsEveryKey() {
        var change =
                read(
                        """
                        {"guild_id": "g", "user_id": "u", "default_model": "m",
                         "default_lora_list": [{"name": "a", "weight": 0.5}, {"name": "b"}],
                         "default_prompt_suffix": " 4k ",
                         "default_sd_params": {"negative_prompt": "", "steps": 20.0,
                           "cfg_scale": 7, "sampler": "DDIM", "scheduler": "Karras", "seed": -1,
                           "width": 512, "height": 768, "image_count": 2},
                         "settings_id": "x", "effective": {}}
                        """);
        assertThat(change.set())
                .hasSize(SettingKey.values().length)
                .containsEntry(
                        SettingKey.LORAS,
                        List.of(
                                new Lora("a", new BigDecimal("0.5")),
                                new Lora("b", new BigDecimal("0.8"))))
                .containsEntry(SettingKey.PROMPT_SUFFIX, "4k")
                .containsEntry(SettingKey.NEGATIVE_PROMPT, "")
                .containsEntry(SettingKey.STEPS, 20)
                .containsEntry(SettingKey.CFG_SCALE, new BigDecimal("7.0"))
                .containsEntry(SettingKey.SEED, -1L);
    }

    @ParameterizedTest(name = "{0} is refused with {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"stpes\":3}}"
                        + "|default_sd_params.stpes is not known. There are: negative_prompt",
                "{\"guild_id\":\"g\",\"model\":\"m\"}|There are: guild_id",
                "{\"default_model\":\"m\"}|guild_id is required",
                "{\"guild_id\":\"g\",\"user_id\":7}|user_id is required",
                "{\"guild_id\":\"g\",\"default_model\":\" \"}|null takes it back",
                "{\"guild_id\":\"g\",\"default_sd_params\":[]}|must be a JSON object",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":151}}|from 1 to 150",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":\"30\"}}|from 1 to 150",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":2.5}}|from 1 to 150",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"cfg_scale\":31}}|from 1.0 to 30.0",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"cfg_scale\":1.005}}|two decimal",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"cfg_scale\":1e999}}|from 1.0 to 30.0",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":-1e999999999}}|from 1 to 150",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"seed\":4294967296}}|-1 for a random",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"width\":1001}}|1000 is the nearest",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"height\":4096}}|from 64 to 2048",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"image_count\":9}}|from 1 to 8",
                "{\"guild_id\":\"g\",\"default_lora_list\":{}}|must be a list",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"<x>\"}]}|not allowed here",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"weight\":1}]}|[0].name",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"a\",\"weight\":3}]}|2.00",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"a\",\"weight\":1e999}]}|2.00",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"a\"},{\"name\":\"a\"}]}"
                        + "|given twice",
                "[]|must be a JSON object",
            })
    void refusesWithAWayOut(String body, String words) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"default_model\":\"m\"}|FieldRequired|bound_max=64",
                "{\"guild_id\":\"g\",\"x\":1}|FieldUnknown|value=x",
                "{\"guild_id\":\"g\",\"default_lora_list\":7}|WrongType|expected=list",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":151}}"
                        + "|OutOfRange|bound_min=1 bound_max=150 places=0 value=151",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"steps\":\"a secret\"}}"
                        + "|OutOfRange|bound_min=1 bound_max=150 places=0",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"cfg_scale\":0.5}}"
                        + "|OutOfRange|bound_min=1.0 bound_max=30.0 places=2 value=0.5",
                "{\"guild_id\":\"g\",\"default_sd_params\":{\"width\":1001}}"
                        + "|NotAMultiple|bound_min=64 bound_max=2048 step=8 value=1001 nearest=1000",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"<x>\"}]}"
                        + "|ForbiddenCharacters|",
                "{\"guild_id\":\"g\",\"default_lora_list\":[{\"name\":\"a\"},{\"name\":\"a\"}]}"
                        + "|GivenTwice|value=a",
                "{\"guild_id\":\"g\",\"default_lora_list\":[1,2,3,4,5,6,7,8,9]}"
                        + "|TooManyEntries|bound_max=8",
            })
    void tellsTheBrokenRuleApartFromItsWords(String body, String code, @Nullable String params) {
        var problem = catchThrowableOfType(ApiProblem.class, () -> read(body));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.params()).containsAllEntriesOf(entries(params));
        if (params != null && !params.contains("value=")) {
            assertThat(problem.params()).doesNotContainKey("value");
        }
    }

    private static Map<String, String> entries(@Nullable String params) {
        return params == null
                ? Map.of()
                : Arrays.stream(params.split(" ", -1))
                        .map(entry -> entry.split("=", -1))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThatThrownBy(() ->
                        read(
                                "{\"guild_id\":\"g\",\"default_prompt_suffix\":\""
                                        + "x".repeat(1001)
                                        + "\"}"))
                .hasMessageContaining("has 1001 characters, at most 1000");
    }

    private static SettingsChange read(String json) {
        try {
            return SettingsForm.read(Json.mapper().readTree(json));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
