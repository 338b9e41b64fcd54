package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A render as asked for, with the original's defaults for what was left out.
 *
 * @param loraFields LoRAs by a field; null if tags in the prompt name them
 * @param modules of the second pass, which one flavour cannot do without
 * @param initImages base64 images; empty for txt2img
 */
record Recipe(
        String prompt,
        String negativePrompt,
        long seed,
        long subseed,
        double subseedStrength,
        String sampler,
        @Nullable String scheduler,
        int batchSize,
        int iterations,
        int steps,
        double cfgScale,
        int width,
        int height,
        boolean tiling,
        double denoisingStrength,
        Optional<Hires> hires,
        List<String> initImages,
        JsonNode overrides,
        boolean restoreAfterwards,
        boolean sendImages,
        boolean saveImages,
        @Nullable String taskId,
        @Nullable List<LoraTag> loraFields,
        boolean modules) {

    /** The second, larger pass. */
    record Hires(double scale, int toWidth, int toHeight, String upscaler, int steps) {
        int width(int first) {
            return toWidth > 0 ? toWidth : (int) (first * scale);
        }

        int height(int first) {
            return toHeight > 0 ? toHeight : (int) (first * scale);
        }
    }

    /** A {@code <lora:name:weight>} of the prompt; the weight is as written. */
    record LoraTag(String name, String weight) {}

    private static final Pattern LORA_TAG = Pattern.compile("<lora:([^>:]+)((?::[^>:]*)*)>");

    static Recipe txt2img(JsonNode body) {
        return read(body, List.of());
    }

    /** One image of nothing. */
    static Recipe none() {
        return read(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                List.of());
    }

    static Recipe img2img(JsonNode body) {
        var images = new ArrayList<String>();
        body.path("init_images").forEach(image -> images.add(image.asText()));
        if (images.isEmpty()) {
            throw PythonFailure.http(404, "Init image not found");
        }
        return read(body, List.copyOf(images));
    }

    int images() {
        return batchSize * iterations;
    }

    Recipe withLoras(List<LoraTag> fields) {
        return new Recipe(
                prompt,
                negativePrompt,
                seed,
                subseed,
                subseedStrength,
                sampler,
                scheduler,
                batchSize,
                iterations,
                steps,
                cfgScale,
                width,
                height,
                tiling,
                denoisingStrength,
                hires,
                initImages,
                overrides,
                restoreAfterwards,
                sendImages,
                saveImages,
                taskId,
                fields,
                modules);
    }

    List<LoraTag> loraTags() {
        var fields = loraFields;
        if (fields != null) {
            return fields;
        }
        return LORA_TAG.matcher(prompt)
                .results()
                .map(m -> {
                    var parts = m.group(2).split(":", -1);
                    return new LoraTag(m.group(1), parts.length > 1 ? parts[1] : "1");
                })
                .toList();
    }

    private static Recipe read(JsonNode body, List<String> images) {
        var sampler = text(body, "sampler_name", text(body, "sampler_index", "Euler"));
        return new Recipe(
                text(body, "prompt", ""),
                text(body, "negative_prompt", ""),
                body.path("seed").asLong(-1),
                body.path("subseed").asLong(-1),
                body.path("subseed_strength").asDouble(0),
                sampler.isEmpty() ? "Euler" : sampler,
                body.path("scheduler").asText(null),
                body.path("batch_size").asInt(1),
                body.path("n_iter").asInt(1),
                body.path("steps").asInt(50),
                body.path("cfg_scale").asDouble(7.0),
                body.path("width").asInt(512),
                body.path("height").asInt(512),
                body.path("tiling").asBoolean(false),
                body.path("denoising_strength").asDouble(0.75),
                body.path("enable_hr").asBoolean(false)
                        ? Optional.of(hires(body))
                        : Optional.empty(),
                images,
                body.path("override_settings"),
                body.path("override_settings_restore_afterwards").asBoolean(true),
                body.path("send_images").asBoolean(true),
                body.path("save_images").asBoolean(false),
                body.path("force_task_id").asText(null),
                null,
                body.path("hr_additional_modules").isArray());
    }

    private static Hires hires(JsonNode body) {
        return new Hires(
                body.path("hr_scale").asDouble(2.0),
                body.path("hr_resize_x").asInt(0),
                body.path("hr_resize_y").asInt(0),
                text(body, "hr_upscaler", "Latent"),
                body.path("hr_second_pass_steps").asInt(0));
    }

    private static String text(JsonNode body, String field, String otherwise) {
        var value = body.path(field);
        return value.isMissingNode() || value.isNull() ? otherwise : value.asText();
    }
}
