package dev.easel.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.client.ModelList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCheckTest {
    private static final List<ModelList.Model> INSTALLED =
            List.of(
                    new ModelList.Model(
                            "SD15-base.safetensors [abcdef0123]", null, ModelFamily.SD1),
                    new ModelList.Model(
                            "Animagine", "xl/animagine-v3.safetensors", ModelFamily.SDXL));

    @ParameterizedTest
    @CsvSource({
        "SD15-base.safetensors [abcdef0123], true",
        "sd15-base.safetensors, true",
        "sd15-base, true",
        "animagine, true",
        "xl/animagine-v3, true",
        "abcdef0123, true",
        "sd15, false",
        "animagine-v4, false"
    })
    void knowsAModelByEachNameThatABackEndTakes(String name, boolean known) {
        assertThat(ModelCheck.isAmong(INSTALLED, name)).isEqualTo(known);
    }
}
