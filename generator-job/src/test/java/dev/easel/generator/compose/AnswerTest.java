package dev.easel.generator.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.generator.chat.Reading;
import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static Composition usable(String text) {
        assertThat(Answer.read(text)).isInstanceOf(Reading.Usable.class);
        return ((Reading.Usable<Composition>) Answer.read(text)).value();
    }

    @Test
    void readsACompleteAnswer() {
        var composition =
                usable(
                        """
                        {"explanation":"夜の街","prompt":"a city at night","negative_prompt":"blurry",
                         "model":"sd_xl","sampler":"Euler a","scheduler":"Karras","steps":28,
                         "cfg_scale":6.55,"width":832,"height":1216,"seed":5,"image_count":2,
                         "loras":[{"name":"neon-city","weight":0.7}]}\
                        """);
        assertThat(composition.prompt()).isEqualTo("a city at night");
        assertThat(composition.negativePrompt()).isEqualTo("blurry");
        assertThat(composition.explanation()).isEqualTo("夜の街");
        var wishes = composition.wishes();
        assertThat(wishes.steps()).isEqualTo(28);
        assertThat(wishes.cfgScale()).isEqualTo("6.6");
        assertThat(wishes.height()).isEqualTo(1216);
        assertThat(wishes.seed()).isEqualTo(5);
        assertThat(wishes.loras()).containsExactly(new Lora("neon-city", new BigDecimal("0.7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n{\"prompt\":\"a cat\"}\n```",
                "Sure! {\"prompt\":\"a cat\"} Enjoy.",
                "{\"prompt\":\" a cat \",\"unknown\":1}",
                "{\"prompt\":\"a cat <lora:x:1>\"}"
            })
    void findsTheObjectInWhateverIsAroundIt(String text) {
        assertThat(usable(text).prompt()).isEqualTo("a cat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I cannot do that",
                "{\"prompt\":\"a c",
                "{\"prompt\":\"\"}",
                "{\"prompt\":\"<lora:x:1>\"}",
                "{\"text\":\"a cat\"}",
                "} {"
            })
    void complainsAboutWhatCannotBeUsed(String text) {
        assertThat(Answer.read(text)).isInstanceOf(Reading.Unusable.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "steps, 0, 1",
        "steps, 9999, 150",
        "steps, \"30\", 30",
        "steps, \"many\",",
        "steps, 1e9999,",
        "steps, [1],",
        "width, 515, 512",
        "width, 516, 520",
        "width, 3, 64",
        "width, 100000, 2048",
        "image_count, 99, 8",
        "image_count, -1, 1"
    })
    void holdsNumbersToTheirBounds(String key, String value, Integer expected) {
        var wishes = usable("{\"prompt\":\"x\",\"%s\":%s}".formatted(key, value)).wishes();
        var read =
                switch (key) {
                    case "steps" -> wishes.steps();
                    case "width" -> wishes.width();
                    default -> wishes.imageCount();
                };
        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"-1,", "4294967296,", "4294967295, 4294967295", "0, 0"})
    void takesASeedOnlyInRange(String value, Long expected) {
        assertThat(usable("{\"prompt\":\"x\",\"seed\":%s}".formatted(value)).wishes().seed())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0.2, 1", "99, 30.0", "7, 7.0"})
    void holdsTheScaleToItsBounds(String value, String expected) {
        var wishes = usable("{\"prompt\":\"x\",\"cfg_scale\":%s}".formatted(value)).wishes();
        assertThat(wishes.cfgScale()).isEqualByComparingTo(expected);
    }
}
