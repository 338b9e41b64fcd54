package dev.easel.api.catalogue;

import dev.easel.protocol.ModelFamily;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a LoRA was trained on, from its metadata. Pure. */
final class LoraFamily {
    private LoraFamily() {}

    /**
     * The architecture is written by a standard, the version by the trainer, and any trainer's mark
     * without either means the first generation, as in AUTOMATIC1111.
     *
     * @param owners what the owner noted by hand, for files without metadata
     */
    static ModelFamily of(Map<String, String> metadata, @Nullable String owners) {
        var architecture = lower(metadata.get("modelspec.architecture"));
        var version = lower(metadata.get("ss_base_model_version"));
        var trunk = byArchitecture(architecture);
        if (trunk == ModelFamily.UNKNOWN) {
            trunk = byVersion(version);
        }
        if (trunk == ModelFamily.UNKNOWN && lower(metadata.get("ss_v2")).equals("true")) {
            trunk = ModelFamily.SD2;
        }
        if (trunk == ModelFamily.UNKNOWN) {
            trunk = byOwner(lower(owners));
        }
        if (trunk == ModelFamily.UNKNOWN
                && version.isEmpty()
                && architecture.isEmpty()
                && metadata.keySet().stream().anyMatch(key -> key.startsWith("ss_"))) {
            trunk = ModelFamily.SD1;
        }
        return branch(trunk, metadata.get("ss_sd_model_name"));
    }

    private static ModelFamily byArchitecture(String architecture) {
        if (architecture.startsWith("stable-diffusion-v1")) {
            return ModelFamily.SD1;
        }
        if (architecture.startsWith("stable-diffusion-v2")) {
            return ModelFamily.SD2;
        }
        if (architecture.startsWith("stable-diffusion-xl")) {
            return ModelFamily.SDXL;
        }
        if (architecture.startsWith("stable-diffusion-3")
                || architecture.startsWith("stable-diffusion-v3")
                || architecture.startsWith("sd3")) {
            return ModelFamily.SD3;
        }
        return architecture.startsWith("flux") ? ModelFamily.FLUX : ModelFamily.UNKNOWN;
    }

    private static ModelFamily byVersion(String version) {
        if (version.startsWith("sdxl")) {
            return ModelFamily.SDXL;
        }
        if (version.startsWith("sd_2") || version.startsWith("sd_v2")) {
            return ModelFamily.SD2;
        }
        if (version.startsWith("sd3")) {
            return ModelFamily.SD3;
        }
        if (version.startsWith("flux")) {
            return ModelFamily.FLUX;
        }
        return version.startsWith("sd_") || version.startsWith("sd1")
                ? ModelFamily.SD1
                : ModelFamily.UNKNOWN;
    }

    private static ModelFamily byOwner(String version) {
        return switch (version) {
            case "sd1" -> ModelFamily.SD1;
            case "sd2" -> ModelFamily.SD2;
            case "sdxl" -> ModelFamily.SDXL;
            case "sd3" -> ModelFamily.SD3;
            case "pony" -> ModelFamily.PONY;
            case "illustrious" -> ModelFamily.ILLUSTRIOUS;
            case "flux" -> ModelFamily.FLUX;
            default -> ModelFamily.UNKNOWN;
        };
    }

    /** The trainer tells SDXL's descendants apart only by the checkpoint's name. */
    private static ModelFamily branch(ModelFamily trunk, @Nullable String checkpoint) {
        var named = ModelFamily.ofCheckpoint(checkpoint);
        return trunk == ModelFamily.SDXL
                        && (named == ModelFamily.PONY || named == ModelFamily.ILLUSTRIOUS)
                ? named
                : trunk;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT).strip();
    }
}
