package dev.easel.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a checkpoint descends from: decides the idiom of its prompts and which LoRAs fit it. */
public enum ModelFamily {
    @JsonProperty("sd1")
    SD1,
    @JsonProperty("sd2")
    SD2,
    @JsonProperty("sdxl")
    SDXL,
    /** SDXL trained on score tags. */
    @JsonProperty("pony")
    PONY,
    /** SDXL trained on booru tags, NoobAI and Animagine included. */
    @JsonProperty("illustrious")
    ILLUSTRIOUS,
    @JsonProperty("sd3")
    SD3,
    @JsonProperty("flux")
    FLUX,
    @JsonProperty("unknown")
    UNKNOWN;

    /** By the checkpoint's name, which is all that a back end tells. */
    public static ModelFamily ofCheckpoint(@Nullable String name) {
        var text = name == null ? "" : name.toLowerCase(Locale.ROOT);
        if (text.contains("flux")) {
            return FLUX;
        }
        if (text.contains("pony")) {
            return PONY;
        }
        if (contains(text, "illustrious", "noobai", "animagine")) {
            return ILLUSTRIOUS;
        }
        if (contains(text, "sd3", "sd_3", "stable-diffusion-3")) {
            return SD3;
        }
        if (contains(text, "xl")) {
            return SDXL;
        }
        if (contains(text, "v2-", "v2_", "sd2", "768-v-ema", "512-base-ema")) {
            return SD2;
        }
        if (contains(
                text,
                "v1-",
                "v1_",
                "sd1",
                "sd_1",
                "sd15",
                "anything",
                "counterfeit",
                "dreamshaper",
                "meina",
                "abyssorange",
                "realisticvision",
                "deliberate")) {
            return SD1;
        }
        return UNKNOWN;
    }

    /** Whether weights trained for one have an effect on the other; true where one is unknown. */
    public boolean fits(ModelFamily other) {
        return this == UNKNOWN || other == UNKNOWN || trunk() == other.trunk();
    }

    private ModelFamily trunk() {
        return this == PONY || this == ILLUSTRIOUS ? SDXL : this;
    }

    private static boolean contains(String text, String... words) {
        for (var word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
