package dev.easel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiIT {
    private static TestingEasel easel;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void servesTheDocumentToEveryone() {
        var answer = easel.get("/api/v1/openapi.yaml", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.response().body(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("openapi: 3.1.0")
                .contains("/api/v1/generate:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index.html", "page.js", "swagger-ui.js", "swagger-ui.css"})
    void servesThePageWithoutLettingAnythingElseIn(String file) {
        var answer = easel.get("/api/docs/" + file, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isNotEmpty();
        assertThat(answer.response().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy)
                                .contains("default-src 'none'", "script-src 'self'")
                                .doesNotContain("unsafe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "..%2Fopenapi.yaml", "%2e%2e/", "swagger-ui-bundle.js"})
    void servesNothingElse(String file) {
        assertThat(easel.get("/api/docs/" + file, "").status()).isIn(400, 401, 404);
    }
}
