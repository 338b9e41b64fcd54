package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.client.SettingKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingInputTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            value = {
                "MODEL; sdxl ; {\"default_model\":\"sdxl\"}",
                "STEPS; 30; {\"default_sd_params\":{\"steps\":30}}",
                "CFG_SCALE; 7.5; {\"default_sd_params\":{\"cfg_scale\":7.5}}",
                "SEED; -1; {\"default_sd_params\":{\"seed\":-1}}",
                "STEPS; many; {\"default_sd_params\":{\"steps\":\"many\"}}",
                "STEPS; 1e30; {\"default_sd_params\":{\"steps\":1E+30}}",
                "SAMPLER; Euler a; {\"default_sd_params\":{\"sampler\":\"Euler a\"}}",
                "PROMPT_SUFFIX; best quality; {\"default_prompt_suffix\":\"best quality\"}",
                "LORAS; ink; {\"default_lora_list\":[{\"name\":\"ink\"}]}",
                "LORAS; ink:0.6、b:x; {\"default_lora_list\":[{\"name\":\"ink\",\"weight\":0.6},"
                        + "{\"name\":\"b\",\"weight\":\"x\"}]}"
            })
    void putsWhatWasTypedWhereApiTakesIt(SettingKey key, String typed, String expected) {
        var rest = expected.substring(1);

        assertThat(SettingInput.body("1", "2", key, typed).toString())
                .isEqualTo("{\"guild_id\":\"1\",\"user_id\":\"2\"," + rest);
        assertThat(SettingInput.body("1", null, key, typed).toString())
                .isEqualTo("{\"guild_id\":\"1\"," + rest);
    }
}
