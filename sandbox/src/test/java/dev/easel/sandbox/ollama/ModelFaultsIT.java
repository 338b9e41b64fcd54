package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.TestingHttp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFaultsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private OllamaStandIn standIn;
    private TestingHttp http;

    @BeforeEach
    void start() {
        standIn = OllamaStandIn.start(OllamaSettings.forTests());
        http = new TestingHttp(standIn.url());
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource({
        "model-not-found, 404, not found",
        "server-busy, 503, server busy",
        "load-failed, 500, timed out waiting",
        "runner-died, 500, unexpectedly stopped",
        "error-in-stream, 200, error was encountered"
    })
    void nextChatFailsAndTheOneAfterAnswers(String kind, int status, String text) {
        http.post("/_sandbox/faults", "{\"kind\": \"%s\"}".formatted(kind));
        var failed = http.post("/api/chat", body().toString());
        assertThat(failed.status()).isEqualTo(status);
        assertThat(failed.json().path("error").asText()).contains(text);
        assertThat(chat().path("done").asBoolean()).isTrue();
    }

    @Test
    void contentIsSpoiltAsAsked() {
        var whole = content(chat());
        assertThat(content(with(new ModelFault.EmptyContent()))).isEmpty();
        assertThat(content(with(new ModelFault.FencedJson())))
                .isEqualTo("```json\n" + whole + "\n```");
        assertThat(content(with(new ModelFault.ProseAround()))).contains(whole).startsWith("Sure");
        assertThat(content(with(new ModelFault.ProseOnly()))).doesNotContain("{");
        assertThat(content(with(new ModelFault.SchemaInvalid()))).contains("\"steps\":987653");
        assertThat(content(with(new ModelFault.Says("no")))).isEqualTo("no");

        var cut = with(new ModelFault.CutContent());
        assertThat(whole).startsWith(content(cut));
        assertThat(cut.path("done_reason").asText()).isEqualTo("length");
        var thinking = with(new ModelFault.ThinkingOnly());
        assertThat(content(thinking)).isEmpty();
        assertThat(thinking.path("done_reason").asText()).isEqualTo("length");
        var open = with(new ModelFault.NoFinalMessage());
        assertThat(open.path("done").asBoolean()).isFalse();
        assertThat(open.has("done_reason")).isFalse();
    }

    @Test
    void modelStaysThoughItsUnloadWasAcknowledged() {
        chat();
        standIn.faults().next(new ModelFault.NeverUnloads());
        var unload = body().put("keep_alive", 0);
        unload.putArray("messages");
        assertThat(http.post("/api/chat", unload.toString()).json().path("done_reason").asText())
                .isEqualTo("unload");
        assertThat(standIn.loadedModels()).hasSize(1);
        http.post("/api/chat", unload.toString());
        assertThat(standIn.loadedModels()).isEmpty();
    }

    @Test
    void modelIsPartlyInMainMemory() {
        with(new ModelFault.PartlyOnCpu());
        var running = http.get("/api/ps").json().at("/models/0");
        assertThat(running.path("size_vram").asLong()).isLessThan(running.path("size").asLong());
    }

    @Test
    void modelIsListedUntilItsUnloadIsDone() {
        var settings =
                OllamaSettings.forTests()
                        .withModels(List.of(OllamaModel.gptOss()))
                        .withTimes(Duration.ZERO, Duration.ofMillis(300), Duration.ZERO);
        try (var slow = OllamaStandIn.start(settings)) {
            var client = new TestingHttp(slow.url());
            client.post("/api/chat", body().put("keep_alive", 0).toString());
            assertThat(slow.loadedModels()).hasSize(1);
            await().until(() -> slow.loadedModels().isEmpty());
        }
    }

    @Test
    void stateTellsWhatIsLoaded() {
        chat();
        var state = http.get("/_sandbox/state").json();
        assertThat(state.path("chats").asInt()).isEqualTo(1);
        assertThat(state.at("/loaded/0").asText()).isEqualTo(OllamaModel.gptOss().name());
    }

    private JsonNode with(ModelFault fault) {
        standIn.faults().next(fault);
        return chat();
    }

    private JsonNode chat() {
        return http.post("/api/chat", body().toString()).json();
    }

    private static String content(JsonNode answer) {
        return answer.at("/message/content").asText();
    }

    private static ObjectNode body() {
        var body =
                MAPPER.createObjectNode()
                        .put("model", OllamaModel.gptOss().name())
                        .put("stream", false);
        body.putArray("messages").addObject().put("role", "user").put("content", "夜の街");
        var schema = body.putObject("format").put("type", "object");
        var properties = schema.putObject("properties");
        properties.putObject("prompt").put("type", "string");
        properties.putObject("steps").put("type", "integer");
        return body;
    }
}
