package dev.easel.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTextTest {
    @Test
    void keepsAnOrdinaryPromptByteForByte() {
        var prompt = "a  cat,\n(rain:1.2), [fog], 夕景 <3";
        assertThat(PromptText.of(prompt).text()).isEqualTo(prompt);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'a cat <lora:x:0.5> at night', 'a cat at night'",
        "'<lora:x:abc>a cat', 'a cat'",
        "'a cat <lyco:y:1>', 'a cat'",
        "'a cat <lora:x', 'a cat'",
        "'a cat <lora:x, masterpiece, best quality', 'a cat , masterpiece, best quality'",
        "'a <sd_cpp_extra_args>{\"steps\":1}</sd_cpp_extra_args> cat', 'a cat'",
        "'a cat <SD_CPP_EXTRA_ARGS>{', 'a cat'"
    })
    void takesOutWhatABackEndWouldActOn(String raw, String text) {
        assertThat(PromptText.of(raw).text()).isEqualTo(text);
    }

    @Test
    void leavesNoTagThatAnotherOneHid() {
        assertThat(PromptText.of("<lo<lora:a:1>ra:b:1>").text())
                .doesNotContainIgnoringCase("<lora");
    }

    @Test
    void readsWellFormedTagsAsLoras() {
        assertThat(PromptText.of("<lora:neon-city:0.7> <lora:x> <lora:y:abc> <lora:z:9>").loras())
                .containsExactly(
                        new Lora("neon-city", new BigDecimal("0.7")),
                        new Lora("x", new BigDecimal("1")),
                        new Lora("z", new BigDecimal("2")));
    }

    @Test
    void cutsAtACommaWhatIsTooLong() {
        var text = PromptText.of("some words, ".repeat(500)).text();
        assertThat(text).hasSizeLessThanOrEqualTo(4000).endsWith("some words");
    }

    @Test
    void doesNotHalveACharacter() {
        var text = PromptText.of("x" + "😀".repeat(3000)).text();
        assertThat(text).hasSize(3999).endsWith("😀");
    }

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource({
        "'a cat', 'masterpiece', 'a cat, masterpiece'",
        "'a cat, masterpiece', 'masterpiece', 'a cat, masterpiece'",
        "'a cat,', ' masterpiece ', 'a cat, masterpiece'",
        "'a cat', '', 'a cat'",
        "'', 'masterpiece', 'masterpiece'"
    })
    void appendsTheSuffixOnce(String prompt, String suffix, String expected) {
        assertThat(PromptText.withSuffix(prompt, suffix)).isEqualTo(expected);
    }

    @Test
    void makesRoomForTheSuffix() {
        assertThat(PromptText.withSuffix("x".repeat(4000), "masterpiece"))
                .hasSizeLessThanOrEqualTo(4000)
                .endsWith("x, masterpiece");
    }
}
