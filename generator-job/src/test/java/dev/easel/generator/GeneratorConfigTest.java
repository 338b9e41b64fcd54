package dev.easel.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorConfigTest {
    private static final UUID REQUEST = new UUID(1, 2);
    private static final Map<String, String> NEEDED =
            Map.of(
                    "EASEL_API_URL", "http://easel-api:8080",
                    "EASEL_REQUEST_UID", REQUEST.toString(),
                    "EASEL_ATTEMPT", "2",
                    "EASEL_SLOT_TOKEN", "17");

    @Test
    void hasDefaultsForWhatTheClusterFixes() {
        assertThat(GeneratorConfig.from(NEEDED))
                .isEqualTo(
                        new GeneratorConfig(
                                URI.create("http://easel-api:8080"),
                                REQUEST,
                                2,
                                17,
                                Path.of("/var/run/secrets/easel/token"),
                                Duration.ofMinutes(15),
                                Path.of("/dev/termination-log")));
    }

    @Test
    void readsEveryKey() {
        var all = new HashMap<>(NEEDED);
        all.put("EASEL_TOKEN_FILE", "/t");
        all.put("EASEL_DEADLINE_SECONDS", "90");
        all.put("EASEL_TERMINATION_LOG", "/l");

        var config = GeneratorConfig.from(all);

        assertThat(config.tokenFile()).isEqualTo(Path.of("/t"));
        assertThat(config.runMax()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.terminationLog()).isEqualTo(Path.of("/l"));
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() -> GeneratorConfig.from(Map.of("EASEL_ATTEMPT", "x")))
                .hasMessageContainingAll(
                        "4 problem(s)",
                        "EASEL_API_URL is required",
                        "EASEL_REQUEST_UID is required",
                        "EASEL_ATTEMPT is not valid: expected a number from 1",
                        "EASEL_SLOT_TOKEN is required");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "EASEL_API_URL, easel-api:8080",
        "EASEL_API_URL, ftp://easel-api",
        "EASEL_REQUEST_UID, 12",
        "EASEL_ATTEMPT, 0",
        "EASEL_ATTEMPT, 99999999999",
        "EASEL_SLOT_TOKEN, -1",
        "EASEL_DEADLINE_SECONDS, soon"
    })
    void refusesABadValue(String key, String value) {
        var bad = new HashMap<>(NEEDED);
        bad.put(key, value);
        assertThatThrownBy(() -> GeneratorConfig.from(bad))
                .hasMessageContaining(key + " is not valid")
                .hasMessageNotContaining(value + " ");
    }
}
