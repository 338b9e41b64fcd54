package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.TestingHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the original swallows, this one swallows too. */
class SilentFallBacksIT {
    private static Automatic1111StandIn standIn;
    private static TestingClient client;

    @BeforeAll
    static void start() {
        standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests().withStrict(false));
        client = TestingClient.of(standIn.url());
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @Test
    void unknownSamplerBecomesTheFirstOne() {
        assertThat(info(ok(recipe().put("sampler_name", "euler A"))).path("sampler_name").asText())
                .isEqualTo("DPM++ 2M");
    }

    @Test
    void missingSamplerIsEuler() {
        var body = recipe();
        body.remove("sampler_name");
        assertThat(info(ok(body)).path("sampler_name").asText()).isEqualTo("Euler");
    }

    @Test
    void wrongCaseSchedulerBecomesAutomatic() {
        assertThat(parameters(ok(recipe().put("scheduler", "KARRAS"))))
                .containsEntry("Schedule type", "Automatic");
        assertThat(parameters(ok(recipe().put("scheduler", "karras"))))
                .containsEntry("Schedule type", "Karras");
    }

    @Test
    void fusedNameIsSplit() {
        var parameters = parameters(ok(recipe().put("sampler_name", "DPM++ 2M Karras")));
        assertThat(parameters)
                .containsEntry("Sampler", "DPM++ 2M")
                .containsEntry("Schedule type", "Karras");
    }

    @Test
    void knownCheckpointIsUsedAndUnknownOneDropped() {
        var known = recipe();
        known.putObject("override_settings").put("sd_model_checkpoint", "sd_xl_base_1.0");
        assertThat(info(ok(known)).path("sd_model_name").asText()).isEqualTo("sd_xl_base_1.0");

        var unknown = recipe();
        unknown.putObject("override_settings").put("sd_model_checkpoint", "nowhere");
        assertThat(info(ok(unknown)).path("sd_model_name").asText())
                .isEqualTo("v1-5-pruned-emaonly");
    }

    @Test
    void unknownOverrideIsAKeyError() {
        var body = recipe();
        body.putObject("override_settings").put("no_such_option", 1);
        var answer = client.txt2img(body);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().path("error").asText()).isEqualTo("KeyError");
        assertThat(answer.json().path("errors").asText()).contains("no_such_option");
    }

    @Test
    void onlyLorasThatExistAreListedByHash() {
        var parameters =
                parameters(
                        ok(
                                recipe().put(
                                                "prompt",
                                                "cat <lora:anime-style:0.8> <lora:absent:1>"
                                                        + " <lora:Neon-City:1>")));
        assertThat(parameters.get("Lora hashes")).matches("anime-style: [0-9a-f]{12}");
        assertThat(parameters.get("Prompt")).contains("<lora:absent:1>");
    }

    @Test
    void oneBadWeightDropsEveryLora() {
        assertThat(
                        parameters(
                                ok(
                                        recipe().put(
                                                        "prompt",
                                                        "cat <lora:anime-style:0.8>"
                                                                + " <lora:neon-city:strong>"))))
                .doesNotContainKey("Lora hashes");
    }

    @Test
    void sizeIsFlooredToEightWhileInfotextKeepsTheNumbers() throws IOException {
        var answer = ok(recipe().put("width", 71).put("height", 90));
        var image = ImageIO.read(new ByteArrayInputStream(images(answer).getFirst()));
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(88);
        assertThat(parameters(answer)).containsEntry("Size-1", "71").containsEntry("Size-2", "90");
    }

    @Test
    void misspeltFieldIsIgnored() {
        ok(recipe().put("negative_promt", "x"));
    }

    @Test
    void strictModeRefusesAMisspeltField() {
        try (var strict = Automatic1111StandIn.start(Automatic1111Settings.forTests())) {
            var answer =
                    TestingClient.of(strict.url()).txt2img(recipe().put("negative_promt", "x"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(strict.violations()).singleElement().asString().contains("negative_promt");
        }
    }

    @Test
    void wrongTypeIsAFastApiError() {
        var answer = client.txt2img(recipe().put("steps", "many"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/detail/0/loc/1").asText()).isEqualTo("steps");
    }

    @Test
    void unknownUpscalerAndTooLargeAPictureAreErrors() {
        var upscaler = client.txt2img(recipe().put("enable_hr", true).put("hr_upscaler", "Magic"));
        assertThat(upscaler.status()).isEqualTo(500);
        assertThat(upscaler.json().path("errors").asText())
                .isEqualTo("could not find upscaler named Magic");

        var large = client.txt2img(recipe().put("width", 8192).put("height", 8192));
        assertThat(large.json().path("error").asText()).isEqualTo("OutOfMemoryError");
    }

    @Test
    void languageModelOnTheSameGpuLeavesTooLittleMemory() {
        standIn.shareGpuWith(() -> 14L << 30);
        try {
            assertThat(client.txt2img(recipe()).json().path("error").asText())
                    .isEqualTo("OutOfMemoryError");
        } finally {
            standIn.shareGpuWith(() -> 0);
        }
        ok(recipe());
    }

    private static TestingHttp.Answer ok(ObjectNode body) {
        var answer = client.txt2img(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static Map<String, String> parameters(TestingHttp.Answer answer) {
        return Infotext.read(Png.texts(images(answer).getFirst()).getOrDefault("parameters", ""));
    }
}
