package dev.easel.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFamilyTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "v1-5-pruned-emaonly, SD1",
        "v1-5-pruned-emaonly.safetensors [6ce0161689], SD1",
        "sd-v1-4, SD1",
        "anything-v5-PrtRE, SD1",
        "AOM3A1B_orangemixs, SD1",
        "abyssorangemix3AOM3_aom3a1b, SD1",
        "CounterfeitV30_v30, SD1",
        "dreamshaper_8, SD1",
        "DreamShaper_7_pruned, SD1",
        "epicrealism_naturalSinRC1VAE, SD1",
        "realisticVisionV60B1_v51VAE, SD1",
        "majicmixRealistic_v7, SD1",
        "meinamix_meinaV11, SD1",
        "chilloutmix_NiPrunedFp32Fix, SD1",
        "ghostmix_v20Bakedvae, SD1",
        "revAnimated_v122, SD1",
        "cetusMix_Whalefall2, SD1",
        "pastelMixStylizedAnime_pastelMixPrunedFP16, SD1",
        "deliberate_v2, SD1",
        "sd-v1-5-inpainting, SD1",
        "sd15_base, SD1",
        "dreamlike-photoreal-2.0, SD1",
        "openjourney-v4, SD1",
        "v2-1_768-ema-pruned, SD2",
        "512-base-ema, SD2",
        "768-v-ema, SD2",
        "sd2.1_base, SD2",
        "sd_xl_base_1.0, SDXL",
        "sd_xl_turbo_1.0_fp16, SDXL",
        "sdxl_lightning_4step, SDXL",
        "juggernautXL_v9Rundiffusionphoto2, SDXL",
        "RealVisXL_V4.0, SDXL",
        "dreamshaperXL_v21TurboDPMSDE, SDXL",
        "albedobaseXL_v21, SDXL",
        "ponyDiffusionV6XL_v6StartWithThisOne, PONY",
        "ponyRealism_v21MainVAE, PONY",
        "autismmixSDXL_autismmixPony, PONY",
        "Illustrious-XL-v0.1, ILLUSTRIOUS",
        "waiNSFWIllustrious_v110, ILLUSTRIOUS",
        "waiIllustriousSDXL_v140, ILLUSTRIOUS",
        "noobaiXLNAIXL_vPred10Version, ILLUSTRIOUS",
        "animagine-xl-3.1, ILLUSTRIOUS",
        "animagineXL40_v4Opt, ILLUSTRIOUS",
        "hassakuXLIllustrious_v13, ILLUSTRIOUS",
        "sd3_medium_incl_clips, SD3",
        "sd3.5_large_fp8_scaled, SD3",
        "stable-diffusion-3.5-large, SD3",
        "flux1-dev-fp8, FLUX",
        "flux1-schnell, FLUX",
        "FLUX.1-dev, FLUX",
        "standin-anime-v2, UNKNOWN",
        "my-model, UNKNOWN",
        "model_v1.5, UNKNOWN",
        "pixlmix, UNKNOWN",
        "style_v2_final, UNKNOWN",
    })
    void isToldFromTheNamesThatCheckpointsHave(String name, ModelFamily family) {
        assertThat(ModelFamily.ofCheckpoint(name)).isEqualTo(family);
    }

    @Test
    void isUnknownWithoutAName() {
        assertThat(ModelFamily.ofCheckpoint(null)).isEqualTo(ModelFamily.UNKNOWN);
        assertThat(ModelFamily.ofCheckpoint("")).isEqualTo(ModelFamily.UNKNOWN);
    }

    @Test
    void fitsItsOwnTrunkAndWhateverIsUnknown() {
        assertThat(ModelFamily.PONY.fits(ModelFamily.SDXL)).isTrue();
        assertThat(ModelFamily.ILLUSTRIOUS.fits(ModelFamily.PONY)).isTrue();
        assertThat(ModelFamily.SD1.fits(ModelFamily.SDXL)).isFalse();
        assertThat(ModelFamily.SD1.fits(ModelFamily.UNKNOWN)).isTrue();
        assertThat(ModelFamily.UNKNOWN.fits(ModelFamily.FLUX)).isTrue();
        assertThat(ModelFamily.SD2.fits(ModelFamily.SD3)).isFalse();
    }
}
