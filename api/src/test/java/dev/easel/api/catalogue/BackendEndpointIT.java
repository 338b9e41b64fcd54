package dev.easel.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.protocol.client.BackendReport;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BackendEndpointIT {
    private static TestingEasel easel;
    private static Automatic1111StandIn renderer;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        renderer = Automatic1111StandIn.start("127.0.0.1", 0);
        easel = TestingEasel.start();
        easel.createPool("default", renderer.url().toString(), "http://127.0.0.1:9");
        easel.createPool("other", "http://127.0.0.1:9");
        key = easel.key(Set.of(Scope.READ), "g1");
    }

    @AfterAll
    static void stop() {
        easel.close();
        renderer.close();
    }

    @Test
    void tellsWhichBackEndsAnswerWithoutTheirAddresses() {
        var answer = easel.get("/api/v1/backends?pool=default", key);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).doesNotContain("http").doesNotContain("127.0.0.1");
        var backends = answer.as(BackendReport.class).backends();
        assertThat(backends)
                .extracting(BackendReport.Backend::name)
                .containsExactly("gpu-0", "gpu-1");
        var there = backends.getFirst();
        assertThat(there.renderer().reachable()).isTrue();
        assertThat(there.renderer().problem()).isNull();
        assertThat(there.renderer().models()).isPositive();
        assertThat(there.renderer().samplers()).isPositive();
        assertThat(there.renderer().loras()).isPositive();
        // Nothing is called ollama here.
        assertThat(there.languageModel().reachable()).isFalse();
        assertThat(there.languageModel().problem()).isEqualTo("LanguageModelUnavailable");
        assertThat(there.languageModel().model()).isEqualTo("test-model:1b");
        var away = backends.getLast();
        assertThat(away.renderer().reachable()).isFalse();
        assertThat(away.renderer().problem()).isEqualTo("RendererUnavailable");
    }

    @Test
    void asksThoseOfEveryPoolWhereNoneIsNamed() {
        TestingEasel.await()
                .untilAsserted(() ->
                        assertThat(
                                        easel.get("/api/v1/backends", key)
                                                .as(BackendReport.class)
                                                .backends())
                                .extracting(BackendReport.Backend::pool)
                                .containsExactly("default", "default", "other"));
        assertThat(easel.get("/api/v1/backends?pool=nobody", key).status()).isEqualTo(404);
    }
}
