package dev.easel.sandbox.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import dev.easel.sandbox.ollama.OllamaModel;
import dev.easel.sandbox.ollama.OllamaSettings;
import dev.easel.sandbox.ollama.OllamaStandIn;
import dev.easel.sandbox.search.SearchStandIn;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stand-in that takes hours by itself answers at once when it is told to. */
class PaceIT {
    private static final Duration HOURS = Duration.ofHours(2);

    @Test
    void rendersAtOnce() {
        var slow = Automatic1111Settings.forTests().withStepTime(HOURS);
        try (var standIn = Automatic1111StandIn.start(slow)) {
            var http = new TestingHttp(standIn.url());

            assertThat(http.post("/_sandbox/pace", "{\"factor\": 0}").status()).isEqualTo(200);

            assertThat(http.get("/_sandbox/state").json().path("pace").asDouble()).isZero();
            assertThat(http.post("/sdapi/v1/txt2img", "{\"steps\": 2}").status()).isEqualTo(200);
        }
    }

    @Test
    void loadsAndAnswersAtOnce() {
        var slow = OllamaSettings.forTests().withTimes(HOURS, HOURS, HOURS);
        try (var standIn = OllamaStandIn.start(slow)) {
            var http = new TestingHttp(standIn.url());
            http.post("/_sandbox/pace", "{\"factor\": 0}");

            var answer =
                    http.post(
                            "/api/chat",
                            """
                            {"model": "%s", "stream": false, "keep_alive": 0,
                             "messages": [{"role": "user", "content": "a lighthouse"}]}
                            """
                                    .formatted(OllamaModel.gptOss().name()));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(standIn.loadedModels()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"factor\": -1}", "{\"factor\": 101}", "{\"factor\": \"x\"}", "1"})
    void refusesAFactorThatIsNone(String body) {
        try (var standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests())) {
            var answer = new TestingHttp(standIn.url()).post("/_sandbox/pace", body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).contains("0 to 100");
        }
    }

    @Test
    void hasNoPaceWhereNoTimeIsTaken() {
        try (var standIn = SearchStandIn.start()) {
            var answer = new TestingHttp(standIn.url()).post("/_sandbox/pace", "{\"factor\": 0.5}");

            assertThat(answer.status()).isEqualTo(404);
        }
    }
}
