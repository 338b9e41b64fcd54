package dev.easel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpOptionsTest {
    @Test
    void usesItsOwnNodeAndStandInsUnlessTold() {
        assertThat(UpOptions.parse(List.of()))
                .isEqualTo(new UpOptions(null, null, null, null, null, null));
    }

    @Test
    void handsTheSupervisorWhatItWasTold() {
        var words =
                List.of(
                        "--context",
                        "kind-dev",
                        "--automatic1111",
                        "http://192.0.2.9:7860",
                        "--ollama",
                        "http://192.0.2.9:11434",
                        "--ollama-model",
                        "llama3.2:3b",
                        "--discord-token-file",
                        "/run/token",
                        "--searxng",
                        "http://192.0.2.9:8888");

        var options = UpOptions.parse(words);

        assertThat(options.automatic1111()).isEqualTo(URI.create("http://192.0.2.9:7860"));
        assertThat(options.arguments()).isEqualTo(words);
    }

    @Test
    void namesWhatItKnowsWhenItIsToldSomethingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpOptions.parse(List.of("--contxt", "a")))
                .withMessageContaining("--contxt")
                .withMessageContaining("--context NAME");
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpOptions.parse(List.of("--context")))
                .withMessageContaining("needs a value");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpOptions.parse(List.of("--automatic1111", "gpu-box")))
                .withMessageContaining("http://");
    }

    @Test
    void refusesALanguageModelServerWithoutAModel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpOptions.parse(List.of("--ollama", "http://gpu:11434")))
                .withMessageContaining("--ollama-model");
    }
}
