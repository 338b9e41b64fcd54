package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.TestingHttp;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The other programs' errors, missing routes and silent rules. */
class PersonalitiesIT {
    private static void with(Personality personality, Consumer<TestingClient> test) {
        var settings = Automatic1111Settings.forTests().as(personality);
        try (var standIn = Automatic1111StandIn.start(settings)) {
            test.accept(TestingClient.of(standIn.url()));
        }
    }

    private static TestingHttp.Answer fails(TestingClient client, String error) {
        client.http()
                .post(
                        "/_sandbox/faults",
                        "{\"kind\": \"python-error\", \"error\": \"%s\", \"message\": \"no\"}"
                                .formatted(error));
        return client.txt2img(recipe());
    }

    @Test
    void forgeSaysMessageAndWantsModulesForASecondPass() {
        with(
                Personality.FORGE,
                client -> {
                    assertThat(fails(client, "RuntimeError").json().path("message").asText())
                            .isEqualTo("no");
                    var hires = recipe().put("enable_hr", true).put("hr_upscaler", "Latent");
                    assertThat(client.txt2img(hires).status()).isEqualTo(500);
                    hires.putArray("hr_additional_modules").add("Use same choices");
                    assertThat(client.txt2img(hires).status()).isEqualTo(200);
                    assertThat(client.http().get("/sdapi/v1/options").json().has("forge_preset"))
                            .isTrue();
                    assertThat(client.http().get("/sdapi/v1/sd-vae").status()).isEqualTo(404);
                });
    }

    @Test
    void oneUnknownLoraDisablesAllOfForges() {
        with(
                Personality.FORGE,
                client ->
                        assertThat(infotext(client, "x <lora:neon-city:1> <lora:nowhere:1>"))
                                .doesNotContain("Lora hashes"));
        with(
                Personality.A1111,
                client ->
                        assertThat(infotext(client, "x <lora:neon-city:1> <lora:nowhere:1>"))
                                .contains("Lora hashes"));
    }

    private static String infotext(TestingClient client, String prompt) {
        return info(client.txt2img(recipe().put("prompt", prompt))).at("/infotexts/0").asText();
    }

    @Test
    void sdNextRefusesSamplersTellsItsVersionAndLimitsCalls() {
        with(
                Personality.SD_NEXT,
                client -> {
                    var unknown = client.txt2img(recipe().put("sampler_name", "nothing"));
                    assertThat(unknown.status()).isEqualTo(404);
                    assertThat(unknown.json().path("detail").asText())
                            .isEqualTo("Sampler not found");
                    assertThat(client.txt2img(recipe().put("sampler_name", "EULER A")).status())
                            .isEqualTo(200);
                    assertThat(fails(client, "TypeError").text()).isEqualTo("\"no\"");
                    assertThat(fails(client, "ValueError").json().path("code").asInt())
                            .isEqualTo(500);
                    assertThat(client.progress().at("/state/job_count").asInt()).isEqualTo(1);
                    assertThat(client.http().post("/sdapi/v1/interrupt", "").status())
                            .isEqualTo(204);
                    assertThat(client.http().get("/sdapi/v1/version").status()).isEqualTo(200);
                    var status = 200;
                    for (var i = 0; i < 300 && status == 200; i++) {
                        status = client.http().get("/sdapi/v1/samplers").status();
                    }
                    assertThat(status).isEqualTo(429);
                });
    }

    @Test
    void earlierVersionsRefuseSamplersOrHaveNoSchedulers() {
        with(
                Personality.A1111_1_9,
                client -> {
                    assertThat(client.txt2img(recipe().put("sampler_name", "x")).status())
                            .isEqualTo(404);
                    assertThat(client.http().get("/sdapi/v1/schedulers").status()).isEqualTo(200);
                });
        with(
                Personality.A1111_1_8,
                client -> {
                    assertThat(client.http().get("/sdapi/v1/schedulers").status()).isEqualTo(404);
                    assertThat(infotextOf(client, recipe().put("sampler_name", "DPM++ 2M Karras")))
                            .contains("Sampler: DPM++ 2M Karras")
                            .doesNotContain("Schedule type");
                });
    }

    private static String infotextOf(TestingClient client, ObjectNode body) {
        return info(client.txt2img(body)).at("/infotexts/0").asText();
    }

    @Test
    void stableDiffusionCppReadsFieldsOfItsOwn() {
        with(
                Personality.SD_CPP,
                client -> {
                    assertThat(client.http().get("/sdapi/v1/progress").status()).isEqualTo(404);
                    assertThat(client.http().post("/sdapi/v1/interrupt", "").status())
                            .isEqualTo(404);
                    assertThat(client.http().get("/sdapi/v1/sd-models").json().at("/0/hash"))
                            .hasToString("\"8888888888\"");
                    assertThat(images(client.txt2img(recipe().put("n_iter", 3)))).hasSize(1);
                    assertThat(images(client.txt2img(recipe().put("batch_size", 3)))).hasSize(3);
                    var lora = recipe();
                    lora.putArray("lora").addObject().put("path", "nowhere.safetensors");
                    var refused = client.txt2img(lora);
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.json().path("error").asText()).contains("nowhere");
                    var hidden = "x<sd_cpp_extra_args>{\"steps\": 2}</sd_cpp_extra_args>";
                    assertThat(infotext(client, hidden)).startsWith("x\n").contains("Steps: 2,");
                    client.http().post("/_sandbox/faults", "{\"kind\": \"out-of-memory\"}");
                    assertThat(client.txt2img(recipe()).json().path("error").asText())
                            .isEqualTo("generate_image returned no results");
                });
    }

    @Test
    void extrasEnlargeTheSourceAndKeepItsTexts() {
        with(
                Personality.A1111,
                client -> {
                    var file = images(client.txt2img(recipe())).getFirst();
                    var body = recipe().removeAll();
                    body.put("image", Base64.getEncoder().encodeToString(file));
                    body.put("upscaler_1", "R-ESRGAN 4x+").put("upscaling_resize", 2);
                    var first = enlarged(client, body);
                    assertThat(Png.texts(first))
                            .containsEntry("parameters", Png.texts(file).get("parameters"))
                            .containsEntry(
                                    "postprocessing",
                                    "Postprocess upscale by: 2, Postprocess upscaler: R-ESRGAN 4x+");
                    assertThat(enlarged(client, body)).isEqualTo(first);
                    body.put("upscaler_1", "nothing");
                    var unknown =
                            client.http().post("/sdapi/v1/extra-single-image", body.toString());
                    assertThat(unknown.json().path("errors").asText())
                            .isEqualTo("could not find upscaler named nothing");
                });
    }

    private static byte[] enlarged(TestingClient client, ObjectNode body) {
        var answer = client.http().post("/sdapi/v1/extra-single-image", body.toString());
        return Base64.getDecoder().decode(answer.json().path("image").asText());
    }
}
