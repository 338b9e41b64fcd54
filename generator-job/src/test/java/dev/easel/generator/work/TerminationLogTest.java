package dev.easel.generator.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Json;
import dev.easel.protocol.work.Termination;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationLogTest {
    @ParameterizedTest
    @ValueSource(strings = {"x", "絵", "\n", "\"", "😀"})
    void fitsWhatTheKubeletKeeps(String letter) throws Exception {
        var json =
                TerminationLog.fit(
                        new Termination(7, 13, "RendererError", letter.repeat(9_000), null));

        assertThat(json.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(1_000, Termination.BYTES_MAX);
        var read = Json.mapper().readValue(json, Termination.class);
        assertThat(read.reason()).isEqualTo("RendererError");
        assertThat(read.message()).startsWith(letter);
    }
}
