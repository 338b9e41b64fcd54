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

    private static java.util.List<?> problems(String content) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA)
                .validate(content, InputFormat.JSON);
    }
}
