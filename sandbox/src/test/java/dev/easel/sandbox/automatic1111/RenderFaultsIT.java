package dev.easel.sandbox.automatic1111;

import static dev.easel.sandbox.automatic1111.TestingClient.images;
import static dev.easel.sandbox.automatic1111.TestingClient.info;
import static dev.easel.sandbox.automatic1111.TestingClient.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.TransportFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderFaultsIT {
    private Automatic1111StandIn standIn;
    private TestingClient client;

    @BeforeEach
    void start() {
        standIn = Automatic1111StandIn.start(Automatic1111Settings.forTests());
        client = TestingClient.of(standIn.url());
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"kind": "out-of-memory"} | OutOfMemoryError | CUDA out of memory
                    {"kind": "nans"} | NansException | A tensor with NaNs
                    {"kind": "python-error", "error": "AttributeError", "message": "no attribute"} | AttributeError | no attribute
                    """)
    void nextRenderFailsByClassAndTheOneAfterSucceeds(String fault, String error, String text) {
        assertThat(client.http().post("/_sandbox/faults", fault).status()).isEqualTo(200);

        var failed = client.txt2img(recipe());
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.json().path("error").asText()).isEqualTo(error);
        assertThat(failed.json().path("errors").asText()).startsWith(text);
        assertThat(client.txt2img(recipe()).status()).isEqualTo(200);
    }

    @Test
    void wrongSettingsPassInSilence() {
        standIn.faults().next(new RenderFault.SamplerReplaced("DDIM"));
        standIn.faults().next(new RenderFault.CheckpointIgnored());
        standIn.faults().next(new RenderFault.LorasDropped());
        var body = recipe().put("prompt", "x <lora:neon-city:1>");
        body.putObject("override_settings").put("sd_model_checkpoint", "sd_xl_base_1.0");

        var info = info(client.txt2img(body));

        assertThat(info.path("sampler_name").asText()).isEqualTo("DDIM");
        assertThat(info.path("sd_model_name").asText()).isEqualTo("v1-5-pruned-emaonly");
        assertThat(info.at("/infotexts/0").asText()).doesNotContain("Lora hashes");
    }

    @Test
    void picturesComeBackFewerSmallerBlackOrAsJpeg() throws IOException {
        standIn.faults().next(new RenderFault.FewerImages(1));
        assertThat(images(client.txt2img(recipe().put("n_iter", 3)))).hasSize(1);

        standIn.faults().next(new RenderFault.HalfSize());
        var half =
                ImageIO.read(new ByteArrayInputStream(images(client.txt2img(recipe())).getFirst()));
        assertThat(half.getWidth()).isEqualTo(32);

        standIn.faults().next(new RenderFault.BlackImage());
        var black =
                ImageIO.read(new ByteArrayInputStream(images(client.txt2img(recipe())).getFirst()));
        assertThat(black.getRGB(30, 30)).isEqualTo(0xFF000000);

        standIn.faults().next(new RenderFault.Jpeg());
        assertThat(images(client.txt2img(recipe())).getFirst()).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void transportFaultsHitTheirPathSoManyTimes() {
        standIn.faults()
                .arm(new TransportFault.Answer(503, "text/plain", "busy"), "/sdapi/v1/txt2img", 2);
        assertThat(client.http().get("/sdapi/v1/samplers").status()).isEqualTo(200);
        assertThat(client.txt2img(recipe()).status()).isEqualTo(503);
        assertThat(client.txt2img(recipe()).status()).isEqualTo(503);
        assertThat(client.txt2img(recipe()).status()).isEqualTo(200);
        assertThat(standIn.generations()).isEqualTo(1);
    }

    @Test
    void bodyIsGarbage() {
        standIn.faults().next(new TransportFault.Html(502));
        var page = client.txt2img(recipe());
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.text()).startsWith("<!DOCTYPE html>");

        standIn.faults().next(new TransportFault.TruncatedJson());
        var cut = client.txt2img(recipe());
        assertThat(cut.status()).isEqualTo(200);
        assertThat(cut.text()).startsWith("{").doesNotEndWith("}");
    }

    @Test
    void connectionIsDroppedWithoutAnAnswer() {
        standIn.faults()
                .arm(
                        new TransportFault.ConnectionReset(),
                        "/sdapi/v1/txt2img",
                        Faults.UNTIL_CLEARED);
        assertThatThrownBy(() -> client.txt2img(recipe())).isInstanceOf(UncheckedIOException.class);
        assertThat(standIn.generations()).isZero();
        standIn.faults().clear();
        assertThat(client.txt2img(recipe()).status()).isEqualTo(200);
    }

    @Test
    void connectionsAreRefusedWhileOffline() {
        var url = standIn.url();
        standIn.goOffline();
        assertThatThrownBy(() -> client.http().get("/internal/ping"))
                .isInstanceOf(UncheckedIOException.class);
        standIn.goOnline();
        assertThat(standIn.url()).isEqualTo(url);
        assertThat(client.http().get("/internal/ping").status()).isEqualTo(200);
    }

    @Test
    void offlineOverHttpEndsByItself() {
        client.http().post("/_sandbox/faults", "{\"kind\": \"offline\", \"millis\": 50}");
        await().ignoreExceptions().until(() -> client.http().get("/internal/ping").status() == 200);
    }

    @Test
    void controlSurfaceTellsWhatHappened() {
        client.http().post("/_sandbox/faults", "[{\"kind\": \"nans\", \"times\": 3}]");
        client.txt2img(recipe());

        var state = client.http().get("/_sandbox/state").json();
        assertThat(state.path("generations").asInt()).isEqualTo(1);
        assertThat(state.path("inFlightMax").asInt()).isEqualTo(1);
        assertThat(state.at("/faults/0/fault/kind").asText()).isEqualTo("nans");
        assertThat(state.at("/faults/0/times").asInt()).isEqualTo(2);
        var requests = client.http().get("/_sandbox/requests").json();
        assertThat(requests).hasSize(1);
        assertThat(requests.at("/0/path").asText()).isEqualTo("/sdapi/v1/txt2img");
        assertThat(requests.at("/0/body/steps").asInt()).isEqualTo(4);

        client.http().delete("/_sandbox/faults");
        assertThat(client.txt2img(recipe()).status()).isEqualTo(200);
        var refused = client.http().post("/_sandbox/faults", "{\"kind\": \"no-such\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).contains("no-such");
    }
}
