package dev.easel.chart;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Research;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.Provenance;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Settings, LoRAs and web research, on a real node with the chart. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class CatalogueE2E {
    private static RunningSandbox sandbox;
    private static Doors doors;

    @BeforeAll
    static void use(RunningSandbox running) {
        sandbox = running;
        doors = new Doors(running);
    }

    @Test
    void appliesAGuildsSettingsToTheVeryNextRequestFromKubectl()
            throws IOException, InterruptedException {
        var guild = "guild-" + UUID.randomUUID().toString().substring(0, 8);
        var answer =
                call(
                        "PUT",
                        "/api/v1/settings",
                        """
                        {"guild_id": "%s", "default_prompt_suffix": "film grain",
                         "default_sd_params": {"steps": 12, "image_count": 1}}
                        """
                                .formatted(guild));
        assertThat(answer.path("default_sd_params").path("steps").asInt()).isEqualTo(12);

        var name = "settings-" + guild;
        var said =
                sandbox.kubectl(
                        """
                        apiVersion: easel.dev/v1alpha1
                        kind: GenerationRequest
                        metadata: { name: %s }
                        spec:
                          instruction: "a lighthouse"
                          requester: { source: Kubectl, tenant: %s }
                        """
                                .formatted(name, guild),
                        "apply",
                        "-f",
                        "-");
        assertThat(said).contains("created");
        doors.awaitSucceeded(name);

        var made = doors.detail(name).metadata();
        assertThat(made).isNotNull();
        assertThat(made.steps()).isEqualTo(12);
        assertThat(made.imageCount()).isEqualTo(1);
        assertThat(made.prompt()).endsWith("film grain");
        assertThat(made.composition().provenance()).containsEntry("steps", Provenance.GUILD);
    }

    @Test
    void listsTheScannedLorasAndSaysTheirTriggerWords() throws IOException, InterruptedException {
        var loras = call("GET", "/api/v1/loras", "").path("loras");
        assertThat(loras.size()).isPositive();
        var lora = withTriggers(loras);
        var parameters =
                new GenerateInput.Parameters(
                        null,
                        null,
                        null,
                        List.of(new Lora(lora.path("name").asText(), new BigDecimal("0.7"))),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        1);

        var detail = doors.finished(doors.post("a lighthouse", parameters).requestId());

        assertThat(lora.path("file_hash").asText()).hasSize(64);
        assertThat(detail.status()).as("%s", detail).isEqualTo(RequestStatus.COMPLETED);
        assertThat(detail.metadata()).isNotNull();
        assertThat(detail.metadata().prompt())
                .containsOnlyOnce(lora.path("trigger_words").get(0).asText());
    }

    @Test
    void asksTheWebOnceAndKeepsTheSources() throws IOException, InterruptedException {
        var input =
                new GenerateInput(
                        "g", "u", "t", "アニメスタイルの風景画、1枚", true, "ja", null, null, null, null);

        var first = doors.finished(generate(input));
        var second = doors.finished(generate(input));

        for (var detail : List.of(first, second)) {
            assertThat(detail.status()).as("%s", detail).isEqualTo(RequestStatus.COMPLETED);
            assertThat(detail.metadata()).isNotNull();
            var research = detail.metadata().research();
            assertThat(research).isNotNull();
            assertThat(research.outcome()).as("%s", research).isEqualTo(Research.Outcome.DONE);
            assertThat(research.summary()).isNotBlank();
            assertThat(research.sources()).isNotEmpty();
        }
        assertThat(second.metadata().research().cached()).isTrue();
    }

    private static UUID generate(GenerateInput input) throws IOException, InterruptedException {
        return sandbox.api.generate(input, UUID.randomUUID().toString()).requestId();
    }

    private static JsonNode withTriggers(JsonNode loras) {
        for (var lora : loras) {
            if (!lora.path("trigger_words").isEmpty()) {
                return lora;
            }
        }
        throw new AssertionError("no LoRA has trigger words: " + loras);
    }

    private static JsonNode call(String method, String path, String body)
            throws IOException, InterruptedException {
        var connection = sandbox.connection();
        var request =
                HttpRequest.newBuilder(connection.api().resolve(path))
                        .header("Authorization", "Bearer " + connection.key())
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
            return new ObjectMapper().readTree(response.body());
        }
    }
}
