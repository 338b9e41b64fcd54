package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "600, PT10M",
        "-1, PT-1S",
        "'\"5m\"', PT5M",
        "'\"1h30m\"', PT1H30M",
        "'\"0\"', PT0S",
        "'\"-1m\"', PT-1M",
        "null, PT5M"
    })
    void readsSecondsAndGoDurations(String json, Duration expected) throws IOException {
        assertThat(KeepAlive.of(MAPPER.readTree(json))).contains(expected);
    }

    @Test
    void refusesWhatIsNoDuration() throws IOException {
        assertThat(KeepAlive.of(MAPPER.readTree("\"soon\""))).isEmpty();
    }
}
