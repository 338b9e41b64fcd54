package dev.easel.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateOptionsTest {
    @Test
    void readsSentenceAndOptionsInAnyOrder() {
        var options =
                GenerateCommand.Options.parse(
                        List.of(
                                "--steps",
                                "30",
                                "a red fox",
                                "--seed",
                                "4294967295",
                                "--out",
                                "here"));

        assertThat(options.instruction()).isEqualTo("a red fox");
        assertThat(options.directory()).isEqualTo(Path.of("here"));
        assertThat(options.parameters().steps()).isEqualTo(30);
        assertThat(options.parameters().seed()).isEqualTo(4_294_967_295L);
        assertThat(options.parameters().width()).isNull();
    }

    @Test
    void takesMinusOneForASeedOfOursToChoose() {
        var options = GenerateCommand.Options.parse(List.of("a fox", "--seed", "-1"));

        assertThat(options.parameters().seed()).isEqualTo(-1L);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', say what to make",
        "--steps, --steps needs a value",
        "--steps=3, unknown option",
        "--seed many, --seed needs a whole number",
        "--width 4294967295, --width 4294967295 is too large"
    })
    void saysWhatIsWrong(String line, String words) {
        var arguments = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));

        assertThatThrownBy(() -> GenerateCommand.Options.parse(arguments))
                .hasMessageContaining(words);
    }
}
