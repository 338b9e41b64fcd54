package dev.easel.bot.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.text.Texts;
import dev.easel.protocol.ModelFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {
    @ParameterizedTest
    @CsvSource({
        "512x768, 512x768",
        "' 768 × 512 ', 768x512",
        "７６８ｘ５１２, 768x512",
        "1024 1024 px, 1024x1024",
        "Landscape, 768x512",
        "横長, 768x512",
        "縦長, 512x768",
        "正方形, 512x512",
        "64x2048, 64x2048"
    })
    void readsSidesAndWords(String typed, String size) {
        assertThat(Size.parse(typed, ModelFamily.SD1).map(Size::text)).contains(size);
    }

    @Test
    void takesTheSizeThatTheModelWasTrainedOn() {
        assertThat(Size.parse("縦長", ModelFamily.ILLUSTRIOUS).map(Size::text)).contains("832x1216");
        assertThat(Size.parse("wide", ModelFamily.FLUX).map(Size::text)).contains("1216x832");
    }

    @ParameterizedTest
    @CsvSource({
        "56x512, from 64 to 2048, 64x512",
        "512x2056, from 64 to 2048, 512x2048",
        "500x500, multiple of 8, 504x504",
        "99999x1, from 64 to 2048, 2048x64"
    })
    void namesTheBoundAndTheNearestSize(String typed, String bound, String nearest) {
        assertThat(Size.parse(typed, ModelFamily.SD1)).isEmpty();
        assertThat(Size.problem(typed, ModelFamily.SD1, Texts.ENGLISH))
                .hasValueSatisfying(t -> assertThat(t).contains(bound, nearest));
    }

    @Test
    void saysHowASizeIsWritten() {
        assertThat(Size.problem("`big`", ModelFamily.SD1, Texts.JAPANESE))
                .hasValueSatisfying(t -> assertThat(t).contains("768x512", "縦長", "`ˋbigˋ`"));
    }
}
