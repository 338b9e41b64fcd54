package dev.easel.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

    private static final Pattern XL = Pattern.compile("(?<![a-z])xl|xl(?![a-z])");
    private static final Pattern FIRST =
            Pattern.compile("(^|sd[-_]?|stable-diffusion-)v?1[-_.]?[45](?![0-9])");
    private static final Pattern SECOND =
            Pattern.compile("^v2[-_.][01]|(sd[-_]?|stable-diffusion-)v?2([-_.]?[01])?(?![0-9])");

    /** Checkpoints of the first generation that do not say so in their names. */
    private static final List<String> KNOWN_FIRST =
            List.of(
                    "anything",
                    "counterfeit",
                    "dreamshaper",
                    "dreamlike",
                    "openjourney",
                    "meina",
                    "abyssorange",
                    "orangemix",
                    "realisticvision",
                    "absolutereality",
                    "cyberrealistic",
                    "epicrealism",
                    "majicmix",
                    "chilloutmix",
                    "ghostmix",
                    "revanimated",
                    "cetusmix",
                    "pastelmix",
                    "toonyou",
                    "mistoon",
                    "darksushi",
                    "perfectworld",
                    "lyriel",
                    "protogen",
                    "deliberate");

    /** By the checkpoint's name, which is all that a back end tells. */
    public static ModelFamily ofCheckpoint(@Nullable String name) {
        var text = name == null ? "" : name.toLowerCase(Locale.ROOT);
        if (text.contains("flux")) {
            return FLUX;
        }
        if (text.contains("pony")) {
            return PONY;
        }
        if (contains(text, "illustrious", "noobai", "naixl", "animagine")) {
            return ILLUSTRIOUS;
        }
        if (contains(text, "sd3", "sd_3", "sd-3", "stable-diffusion-3")) {
            return SD3;
        }
        // In the middle of a word only capitals tell it from other words.
        if (XL.matcher(text).find() || (name != null && name.contains("XL"))) {
            return SDXL;
        }
        if (SECOND.matcher(text).find() || contains(text, "768-v-ema", "512-base-ema")) {
            return SD2;
        }
        return FIRST.matcher(text).find() || KNOWN_FIRST.stream().anyMatch(text::contains)
                ? SD1
                : UNKNOWN;
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
