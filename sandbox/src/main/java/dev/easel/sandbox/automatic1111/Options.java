package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/** The server's options, as far as they change anything here. Thread-safe. */
final class Options {
    static final String CHECKPOINT = "sd_model_checkpoint";
    static final String FORMAT = "samples_format";
    static final String LORA_HASHES = "lora_add_hashes_to_infotext";
    static final String CLIP_SKIP = "CLIP_stop_at_last_layers";
    private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg", "webp");

    private final ObjectNode values;

    Options(ObjectMapper mapper, Personality personality) {
        values =
                mapper.createObjectNode()
                        .put("samples_save", true)
                        .put(FORMAT, "png")
                        .put("grid_save", true)
                        .put("return_grid", true)
                        .put("enable_pnginfo", true)
                        .put("save_txt", false)
                        .put("jpeg_quality", 80)
                        .put("CLIP_stop_at_last_layers", 1)
                        .put("sd_vae", "Automatic")
                        .put("sd_checkpoints_limit", 1)
                        .put("eta_noise_seed_delta", 0)
                        .put("randn_source", "GPU")
                        .put("face_restoration", false)
                        .put("tiling", false)
                        .put(LORA_HASHES, true)
                        .put("lora_functional", false)
                        .put("show_progress_every_n_steps", 10)
                        .put("live_previews_enable", true)
                        .put("add_model_hash_to_info", true)
                        .put("add_model_name_to_info", true)
                        .put("add_version_to_infotext", true);
        if (personality == Personality.FORGE) {
            values.put("forge_preset", "sd").put("forge_unet_storage_dtype", "Automatic");
        }
        if (personality == Personality.SD_CPP) {
            values.retain(FORMAT, LORA_HASHES, CLIP_SKIP);
        }
    }

    synchronized ObjectNode all(String checkpointTitle, String checkpointHash) {
        return values.deepCopy()
                .put(CHECKPOINT, checkpointTitle)
                .put("sd_checkpoint_hash", checkpointHash);
    }

    /** A key that does not exist is a KeyError, in options and in overrides. */
    synchronized void requireKnown(String key) {
        if (!key.equals(CHECKPOINT) && !key.equals("sd_checkpoint_hash") && !values.has(key)) {
            throw PythonFailure.raised("KeyError", "'" + key + "'");
        }
    }

    synchronized void set(String key, JsonNode value) {
        requireKnown(key);
        if (values.has(key)) {
            values.set(key, value);
        }
    }

    synchronized String format() {
        var format = values.path(FORMAT).asText().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw PythonFailure.http(500, "Invalid image format");
        }
        return format;
    }

    synchronized JsonNode value(String key) {
        return values.path(key);
    }
}
