package dev.easel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvTest {
    @Test
    void namesEveryProblemAtOnceAndNoValue() {
        var env = new Env(Map.of("PORT", "s3cret"));
        env.required("URL", URI::create);
        env.optional("PORT", Integer::valueOf, 1);
        env.secret("PASSWORD");

        assertThatThrownBy(env::throwIfAnyProblem)
                .hasMessageContaining("URL is required")
                .hasMessageContaining("PORT is not valid")
                .hasMessageContaining("PASSWORD or PASSWORD_FILE is required")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void readsValuesAndTreatsBlankAsAbsent() {
        var env = new Env(Map.of("URL", "http://api:8080", "PORT", " "));
        var url = env.required("URL", URI::create);
        var port = env.optional("PORT", Integer::valueOf, 8081);
        env.throwIfAnyProblem();

        assertThat(url.get()).isEqualTo(URI.create("http://api:8080"));
        assertThat(port.get()).isEqualTo(8081);
    }

    @Test
    void readsASecretFromAFileAndMasksIt(@TempDir Path dir) throws IOException {
        var file = Files.writeString(dir.resolve("password"), "s3cret\n");
        var env = new Env(Map.of("PASSWORD_FILE", file.toString()));
        var password = env.secret("PASSWORD");
        env.throwIfAnyProblem();

        assertThat(password.get().value()).isEqualTo("s3cret");
        assertThat(password.get()).hasToString("***");
    }
}
