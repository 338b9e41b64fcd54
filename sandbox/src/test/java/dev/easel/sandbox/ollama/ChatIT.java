package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.easel.sandbox.standin.TestingHttp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String GPT_OSS = OllamaModel.gptOss().name();
    private static final String SCHEMA =
            """
            {"type":"object","additionalProperties":false,
             "required":["prompt","negativePrompt","steps","cfgScale","sampler","scheduler",
                         "width","height","seed","imageCount","model","loras","reasoning"],
             "properties":{
              "prompt":{"type":"string","minLength":1,"maxLength":1500},
              "negativePrompt":{"type":"string","maxLength":1500},
              "steps":{"type":"integer","minimum":1,"maximum":150},
              "cfgScale":{"type":"number","minimum":1,"maximum":30},
              "sampler":{"type":"string","enum":["Euler a","DPM++ 2M","DDIM"]},
              "scheduler":{"type":"string","enum":["Automatic","Karras"]},
              "width":{"type":"integer","minimum":64,"maximum":2048,"multipleOf":8},
              "height":{"type":"integer","minimum":64,"maximum":2048,"multipleOf":8},
              "seed":{"type":["integer","null"],"minimum":-1,"maximum":4294967295},
              "imageCount":{"type":"integer","minimum":1,"maximum":8},
              "model":{"type":["string","null"],"enum":["v1-5-pruned-emaonly","sd_xl_base_1.0",null]},
              "loras":{"type":"array","maxItems":4,"items":{"type":"object",
                "required":["name","weight"],"additionalProperties":false,
                "properties":{"name":{"type":"string","enum":["anime-style","neon-city"]},
                              "weight":{"type":"number","minimum":-2,"maximum":2}}}},
              "reasoning":{"type":"string","maxLength":400}}}
            """;

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

    @Test
    void fillsTheSchemaFromAJapaneseSentence() throws IOException {
        var answer = chat(request("和風サイバーパンクの女性、夕景、彩度高め、横長、3枚").put("stream", false));

        var content = answer.path("message").path("content").asText();
        var composition = MAPPER.readTree(content);
        assertThat(problems(content)).isEmpty();
        assertThat(composition.path("prompt").asText())
                .startsWith(
                        "1girl, japanese style cyberpunk, woman, sunset, vivid saturated colors,");
        assertThat(composition.path("width").asInt()).isEqualTo(768);
        assertThat(composition.path("height").asInt()).isEqualTo(512);
        assertThat(composition.path("imageCount").asInt()).isEqualTo(3);
        assertThat(composition.path("steps").asInt()).isEqualTo(20);
        assertThat(composition.path("sampler").asText()).isEqualTo("DPM++ 2M");
        assertThat(composition.path("seed").isNull()).isTrue();
        assertThat(answer.path("done_reason").asText()).isEqualTo("stop");
        assertThat(answer.path("message").path("thinking").asText()).isNotBlank();
    }

    @Test
    void streamsChunksAndALastLineWithCounts() throws IOException {
        var answer = http.post("/api/chat", request("城").toString());

        var lines = answer.text().lines().toList();
        assertThat(answer.contentType()).isEqualTo("application/x-ndjson");
        assertThat(lines).hasSizeGreaterThan(5);
        var content = new StringBuilder();
        for (var line : lines) {
            content.append(MAPPER.readTree(line).at("/message/content").asText());
        }
        assertThat(problems(content.toString())).isEmpty();
        var last = MAPPER.readTree(lines.getLast());
        assertThat(last.path("done").asBoolean()).isTrue();
        assertThat(last.path("done_reason").asText()).isEqualTo("stop");
        assertThat(last.path("total_duration").asLong()).isPositive();
        assertThat(last.path("prompt_eval_count").asInt()).isPositive();
        assertThat(last.path("eval_count").asInt()).isPositive();
        assertThat(MAPPER.readTree(lines.getFirst()).path("done").asBoolean()).isFalse();
    }

    @Test
    void emptyMessagesLoadAndUnload() {
        assertThat(running()).isEmpty();
        var loaded = chat(bare().put("keep_alive", 600));
        assertThat(loaded.path("done_reason").asText()).isEqualTo("load");
        assertThat(running()).hasSize(1);
        assertThat(running().get(0).path("size_vram")).isEqualTo(running().get(0).path("size"));
        assertThat(standIn.gpuBytes()).isEqualTo(OllamaModel.gptOss().bytes());

        var unloaded = chat(bare().put("keep_alive", 0));
        assertThat(unloaded.path("done_reason").asText()).isEqualTo("unload");
        assertThat(running()).isEmpty();
        assertThat(standIn.gpuBytes()).isZero();
    }

    @Test
    void keepAliveZeroUnloadsAfterTheAnswer() throws IOException {
        chat(request("城").put("stream", false).put("keep_alive", 0));
        assertThat(running()).isEmpty();
        chat(request("城").put("stream", false));
        assertThat(running()).hasSize(1);
    }

    @Test
    void anotherContextLengthLoadsAgain() {
        chat(bare());
        var body = bare();
        body.putObject("options").put("num_ctx", 16384);
        chat(body);
        assertThat(running().get(0).path("context_length").asInt()).isEqualTo(16384);
        assertThat(running()).hasSize(1);
    }

    @Test
    void fewTokensEndInTheMiddle() throws IOException {
        var body = request("城").put("stream", false);
        body.putObject("options").put("num_predict", 40);
        var cut = chat(body);
        assertThat(cut.path("done_reason").asText()).isEqualTo("length");
        assertThat(cut.at("/message/content").asText()).startsWith("{").doesNotEndWith("}");

        body.putObject("options").put("num_predict", 3);
        var nothing = chat(body);
        assertThat(nothing.path("done_reason").asText()).isEqualTo("length");
        assertThat(nothing.at("/message/content").asText()).isEmpty();
        assertThat(nothing.at("/message/thinking").asText()).isNotEmpty();
    }

    @Test
    void thinkingForbiddenTogetherWithASchemaGivesNothing() throws IOException {
        var answer = chat(request("城").put("stream", false).put("think", false));
        assertThat(answer.at("/message/content").asText()).isEmpty();
        assertThat(answer.path("done_reason").asText()).isEqualTo("stop");
    }

    @Test
    void repairRequestNeedNotRepeatTheInstruction() throws IOException {
        var body = request("夕景の海").put("stream", false);
        body.withArray("messages")
                .add(message("assistant", "{"))
                .add(message("user", "That was no JSON. Answer again."));
        assertThat(chat(body).at("/message/content").asText()).contains("sunset, ocean");
    }

    @Test
    void errorsHaveTheirStatusAndText() throws IOException {
        error(404, "model 'nobody:7b' not found", bare().put("model", "nobody:7b"));
        error(400, "model is required", bare().put("model", ""));
        error(
                400,
                "\"llama3.2:3b\" does not support thinking",
                bare().put("model", "llama3.2:3b").put("think", true));
        error(
                500,
                "invalid format: \"xml\"; expected \"json\" or a valid JSON Schema object",
                request("城").put("format", "xml"));
        assertThat(http.post("/api/chat", "{").status()).isEqualTo(400);
        assertThat(http.post("/api/chat", "").json().path("error").asText())
                .isEqualTo("missing request body");
    }

    @Test
    void modelsAreListedAndShown() {
        var tags = http.get("/api/tags").json();
        assertThat(tags.at("/models/0/name").asText()).isEqualTo(GPT_OSS);
        assertThat(tags.at("/models/0/details/family").asText()).isEqualTo("gptoss");
        var show = http.post("/api/show", "{\"model\": \"%s\"}".formatted(GPT_OSS)).json();
        assertThat(show.path("capabilities")).anyMatch(c -> c.asText().equals("thinking"));
        assertThat(show.path("template").asText()).contains("<|start|>", "<|end|>");
        assertThat(http.get("/").text()).isEqualTo("Ollama is running");
        assertThat(http.get("/api/version").json().path("version").asText()).matches("\\d+\\..*");
    }

    private void error(int status, String message, ObjectNode body) {
        var answer = http.post("/api/chat", body.toString());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(message);
    }

    private JsonNode running() {
        return http.get("/api/ps").json().path("models");
    }

    private static ObjectNode bare() {
        var body = MAPPER.createObjectNode().put("model", GPT_OSS);
        body.putArray("messages");
        return body;
    }

    private JsonNode chat(ObjectNode body) {
        var answer = http.post("/api/chat", body.toString());
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static ObjectNode request(String instruction) throws IOException {
        var body = MAPPER.createObjectNode().put("model", GPT_OSS);
        body.putArray("messages")
                .add(message("system", "You write prompts. Reasoning: low"))
                .add(
                        message(
                                "user",
                                "Context: dogs and cats.\n<instruction>"
                                        + instruction
                                        + "</instruction>\nAnswer in JSON."));
        body.set("format", MAPPER.readTree(SCHEMA));
        return body;
    }

    private static ObjectNode message(String role, String content) {
        return MAPPER.createObjectNode().put("role", role).put("content", content);
    }

    private static List<?> problems(String content) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA)
                .validate(content, InputFormat.JSON);
    }
}
