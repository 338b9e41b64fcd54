package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Txt2ImgTest {
    private static final Lora LORA = new Lora("neon-city", new BigDecimal("0.70"));

    private static Settings settings(@Nullable String scheduler) {
        return new Settings(
                "a city",
                "fog",
                "model",
                null,
                List.of(LORA),
                20,
                new BigDecimal("7.0"),
                "DPM++ 2M",
                scheduler,
                5,
                512,
                768,
                3,
                null);
    }

    private static Catalogue catalogue(Flavour flavour, List<Catalogue.Scheduler> schedulers) {
        return new Catalogue(
                flavour,
                null,
                List.of(),
                List.of("DPM++ 2M", "DPM++ 2M Karras"),
                schedulers,
                List.of(),
                null,
                true,
                List.of());
    }

    private static final List<Catalogue.Scheduler> KARRAS =
            List.of(new Catalogue.Scheduler("karras", "Karras"));

    @Test
    void saysEverythingThatHasAnEffect() {
        var body = Txt2Img.body(settings("Karras"), catalogue(Flavour.A1111, KARRAS), "id-1");
        assertThat(body.path("prompt").asText()).isEqualTo("a city <lora:neon-city:0.7>");
        assertThat(body.path("negative_prompt").asText()).isEqualTo("fog");
        assertThat(body.path("sampler_name").asText()).isEqualTo("DPM++ 2M");
        assertThat(body.path("scheduler").asText()).isEqualTo("Karras");
        assertThat(body.path("batch_size").asInt()).isEqualTo(1);
        assertThat(body.path("n_iter").asInt()).isEqualTo(3);
        assertThat(body.path("steps").asInt()).isEqualTo(20);
        assertThat(body.path("cfg_scale").decimalValue()).isEqualByComparingTo("7");
        assertThat(body.path("width").asInt()).isEqualTo(512);
        assertThat(body.path("height").asInt()).isEqualTo(768);
        assertThat(body.path("seed").asLong()).isEqualTo(5);
        assertThat(body.path("override_settings").toString())
                .isEqualTo("{\"sd_model_checkpoint\":\"model\"}");
        assertThat(body.path("override_settings_restore_afterwards").asBoolean()).isTrue();
        assertThat(body.path("send_images").asBoolean()).isTrue();
        assertThat(body.path("save_images").asBoolean(true)).isFalse();
        assertThat(body.path("force_task_id").asText()).isEqualTo("id-1");
    }

    @Test
    void joinsSamplerAndSchedulerForAPeerFromBeforeSchedulers() {
        var body = Txt2Img.body(settings("Karras"), catalogue(Flavour.A1111, List.of()), "id-1");
        assertThat(body.path("sampler_name").asText()).isEqualTo("DPM++ 2M Karras");
        assertThat(body.has("scheduler")).isFalse();
    }

    @Test
    void givesStableDiffusionCppItsOwnFields() {
        var body = Txt2Img.body(settings("Karras"), catalogue(Flavour.SD_CPP, KARRAS), "id-1");
        assertThat(body.path("prompt").asText()).isEqualTo("a city");
        assertThat(body.path("lora").path(0).path("multiplier").decimalValue())
                .isEqualByComparingTo("0.7");
        assertThat(body.path("batch_size").asInt()).isEqualTo(3);
        assertThat(body.path("n_iter").asInt()).isEqualTo(1);
    }
}
