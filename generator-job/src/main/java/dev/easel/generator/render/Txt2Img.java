package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import java.util.List;

/**
 * The body of a txt2img call. Every field that has an effect is sent: the API's defaults are not
 * the user interface's, and absent ones fall back to options that anybody may have changed.
 */
final class Txt2Img {
    private Txt2Img() {}

    static ObjectNode body(Settings settings, Catalogue catalogue, String renderId) {
        var flavour = catalogue.flavour();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("prompt", prompt(settings.prompt(), settings.loras(), flavour));
        body.put("negative_prompt", settings.negativePrompt());
        body.putArray("styles");
        body.put("seed", settings.seed());
        body.put("subseed", -1L);
        body.put("subseed_strength", 0);
        scheduling(body, settings, catalogue);
        // One after the other: half the memory of a batch, and an interrupt acts between images.
        body.put("batch_size", flavour.iterates() ? 1 : settings.imageCount());
        body.put("n_iter", flavour.iterates() ? settings.imageCount() : 1);
        body.put("steps", settings.steps());
        body.put("cfg_scale", settings.cfgScale());
        body.put("width", settings.width());
        body.put("height", settings.height());
        body.put("restore_faces", false);
        body.put("tiling", false);
        body.put("enable_hr", false);
        body.put("do_not_save_samples", true);
        body.put("do_not_save_grid", true);
        body.put("send_images", true);
        body.put("save_images", false);
        body.putObject("override_settings").put("sd_model_checkpoint", settings.model());
        // The next call names its checkpoint itself; others should find theirs unchanged.
        body.put("override_settings_restore_afterwards", true);
        body.putObject("alwayson_scripts");
        body.put("force_task_id", renderId);
        if (!flavour.readsLoraTags() && !settings.loras().isEmpty()) {
            var loras = body.putArray("lora");
            settings.loras()
                    .forEach(each ->
                            loras.addObject()
                                    .put("path", each.name() + ".safetensors")
                                    .put("multiplier", each.weight()));
        }
        return body;
    }

    private static void scheduling(ObjectNode body, Settings settings, Catalogue catalogue) {
        var joined = settings.sampler() + " " + settings.scheduler();
        if (catalogue.schedulers().isEmpty() && catalogue.samplers().contains(joined)) {
            body.put("sampler_name", joined);
            return;
        }
        body.put("sampler_name", settings.sampler());
        if (settings.scheduler() != null) {
            body.put("scheduler", settings.scheduler());
        }
    }

    /** Built from numbers: one malformed weight would make the peer drop every LoRA. */
    static String prompt(String text, List<Lora> loras, Flavour flavour) {
        if (!flavour.readsLoraTags()) {
            return text;
        }
        var prompt = new StringBuilder(text);
        for (var lora : loras) {
            prompt.append(" <lora:")
                    .append(lora.name())
                    .append(':')
                    .append(lora.weight().stripTrailingZeros().toPlainString())
                    .append('>');
        }
        return prompt.toString();
    }
}
