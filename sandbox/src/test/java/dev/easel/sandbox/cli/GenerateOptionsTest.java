package dev.easel.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.protocol.client.GenerateInput;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateOptionsTest {
    @Test
    void readsSentenceAndOptionsInAnyOrder() {
        var options =
                GenerateOptions.parse(
                        "generate",
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
        var options = GenerateOptions.parse("generate", List.of("a fox", "--seed", "-1"));

        assertThat(options.parameters().seed()).isEqualTo(-1L);
    }

    @Test
    void startsFromAPictureThatIsNamed() {
        var id = UUID.randomUUID();

        var options =
                GenerateOptions.parse(
                        "upscale",
                        List.of("--from", id.toString(), "--image", "2", "--count", "1"));

        assertThat(options.action()).isEqualTo("Upscale");
        assertThat(options.input(options.from()).source())
                .isEqualTo(new GenerateInput.Source(id, 2));
    }

    @Test
    void refinesTheThreadsLatestUnlessAPictureIsMeant() {
        assertThat(GenerateOptions.parse("refine", List.of("brighter")).needsSource()).isFalse();
        assertThat(
                        GenerateOptions.parse("refine", List.of("brighter", "--image", "1"))
                                .needsSource())
                .isTrue();
        assertThat(GenerateOptions.parse("reroll", List.of()).needsSource()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "refine, '', say what to change",
        "reroll, brighter, reroll takes no sentence",
        "generate, a fox --image 1, generate starts afresh",
        "refine, brighter --from last, --from needs the id"
    })
    void saysWhatTheVerbDoesNotTake(String verb, String line, String words) {
        var arguments = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));

        assertThatThrownBy(() -> GenerateOptions.parse(verb, arguments))
                .hasMessageContaining(words);
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

        assertThatThrownBy(() -> GenerateOptions.parse("generate", arguments))
                .hasMessageContaining(words);
    }
}
