package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer has the fields, and the types, of a real server's. */
class WireShapeIT {
    private static final JsonNode WIRE = Wire.load(new ObjectMapper()).table();
    private static Automatic1111StandIn standIn;
    private static TestingClient client;

    @BeforeAll
    static void start() {
        standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests());
        client = TestingClient.of(standIn.url());
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "samplers",
                "schedulers",
                "sd-models",
                "upscalers",
                "latent-upscale-modes",
                "sd-vae",
                "embeddings",
                "memory",
                "progress"
            })
    void listingHasTheFieldsOfTheTable(String name) {
        var answer = client.http().get("/sdapi/v1/" + name);
        assertThat(answer.status()).isEqualTo(200);
        var body = answer.json();
        for (var one : body.isArray() ? body : List.of(body)) {
            conforms(name, one);
        }
    }

    @Test
    void everyPathOfTheTableIsServed() {
        WIRE.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .forEach(method -> {
                                    var answer =
                                            method.asText().equals("GET")
                                                    ? client.http().get(path.getKey())
                                                    : client.http().post(path.getKey(), "{}");
                                    assertThat(answer.text())
                                            .as(path.getKey())
                                            .doesNotContain("\"Not Found\"");
                                }));
    }

    @Test
    void generationHasTheShapeOfTheTable() {
        var answer = client.txt2img(recipe().put("save_images", true).put("n_iter", 2));
        conforms("txt2img", answer.json());
        assertThat(answer.json().path("info").isTextual()).isTrue();
        var info = info(answer);
        assertThat(info.path("index_of_first_image").asInt()).isEqualTo(1);
        assertThat(images(answer)).hasSize(3);
        assertThat(info.path("infotexts")).hasSize(3);
        assertThat(info.path("job_timestamp").asText()).matches("\\d{14}");
        assertThat(info.path("sd_model_hash").asText()).matches("[0-9a-f]{10}");
    }

    @Test
    void pngInfoReadsWhatTxt2imgWrote() {
        var file = images(client.txt2img(recipe().put("prompt", "和風の女性, 夕景: \"x\""))).getFirst();
        var answer =
                client.http()
                        .post(
                                "/sdapi/v1/png-info",
                                "{\"image\": \"%s\"}"
                                        .formatted(Base64.getEncoder().encodeToString(file)));
        conforms("png-info", answer.json());
        var parameters = answer.json().path("parameters");
        assertThat(parameters.path("Prompt").asText()).isEqualTo("和風の女性, 夕景: \"x\"");
        assertThat(parameters.path("Negative prompt").asText()).isEqualTo("lowres");
        assertThat(parameters.path("Seed").asText()).isEqualTo("7");
        assertThat(parameters.path("Size-1").asText()).isEqualTo("64");
    }

    @Test
    void hiresPassGivesTheLargerPicture() throws IOException {
        var answer =
                client.txt2img(
                        recipe().put("enable_hr", true)
                                .put("hr_scale", 2)
                                .put("hr_upscaler", "Latent")
                                .put("denoising_strength", 0.5));
        var image = ImageIO.read(new ByteArrayInputStream(images(answer).getFirst()));
        assertThat(image.getWidth()).isEqualTo(128);
        assertThat(info(answer).at("/infotexts/0").asText())
                .contains("Denoising strength: 0.5, Hires upscale: 2, Hires upscaler: Latent");
    }

    @Test
    void img2imgStartsFromItsImage() {
        var first = images(client.txt2img(recipe())).getFirst();
        var body = recipe().put("seed", 99).put("denoising_strength", 0.0);
        body.putArray("init_images").add(Base64.getEncoder().encodeToString(first));
        var answer = client.http().post("/sdapi/v1/img2img", body.toString());
        assertThat(answer.status()).isEqualTo(200);
        conforms("img2img", answer.json());

        var none = client.http().post("/sdapi/v1/img2img", recipe().toString());
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().path("detail").asText()).isEqualTo("Init image not found");
    }

    @Test
    void optionsSwitchTheCheckpointAndRefuseWhatIsUnknown() {
        var switched =
                client.http()
                        .post(
                                "/sdapi/v1/options",
                                "{\"sd_model_checkpoint\": \"standin-anime-v2\"}");
        assertThat(switched.status()).isEqualTo(200);
        var options = client.http().get("/sdapi/v1/options").json();
        assertThat(options.path("sd_model_checkpoint").asText()).startsWith("standin-anime-v2");
        client.http()
                .post("/sdapi/v1/options", "{\"sd_model_checkpoint\": \"v1-5-pruned-emaonly\"}");

        var unknown =
                client.http().post("/sdapi/v1/options", "{\"sd_model_checkpoint\": \"nowhere\"}");
        assertThat(unknown.status()).isEqualTo(500);
        assertThat(unknown.json().path("errors").asText()).isEqualTo("model 'nowhere' not found");
        assertThat(client.http().post("/sdapi/v1/options", "{\"nope\": 1}").json().path("error"))
                .hasToString("\"KeyError\"");
    }

    @Test
    void unknownRouteIsNotFound() {
        var answer = client.http().get("/sdapi/v1/version");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).isEqualTo("Not Found");
    }

    @Test
    void withoutTheWebUiThereIsNoInternal() {
        try (var bare =
                Automatic1111StandIn.start(Automatic1111Settings.forTests().withWebUi(false))) {
            assertThat(TestingClient.of(bare.url()).http().get("/internal/ping").status())
                    .isEqualTo(404);
        }
    }

    private static void conforms(String name, JsonNode body) {
        var shape = WIRE.path("responses").path(name);
        shape.path("required").forEach(field -> assertThat(body.has(field.asText())).isTrue());
        body.properties()
                .forEach(field -> {
                    var type = shape.path("fields").path(field.getKey()).asText("absent");
                    assertThat(type).as(name + "." + field.getKey()).isNotEqualTo("absent");
                    assertThat(fits(type, field.getValue()))
                            .as("%s.%s is a %s", name, field.getKey(), type)
                            .isTrue();
                });
    }

    private static boolean fits(String type, JsonNode value) {
        return value.isNull()
                || switch (type) {
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    case "array" -> value.isArray();
                    case "object" -> value.isObject();
                    default -> true;
                };
    }
}
