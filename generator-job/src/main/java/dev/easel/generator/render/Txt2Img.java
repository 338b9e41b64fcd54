package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The body of a txt2img call. Every field that has an effect is sent: the API's defaults are not
 * the user interface's, and absent ones fall back to options that anybody may have changed.
 */
final class Txt2Img {
    /** stable-diffusion.cpp applies what stands in there as parameters. */
    private static final Pattern EXTRA_ARGUMENTS =
            Pattern.compile("(?is)<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)");

    private Txt2Img() {}

    static ObjectNode body(Settings settings, Catalogue catalogue, String renderId) {
        var body = drawn(settings, catalogue, renderId);
        var derivation = settings.derivation();
        body.put("enable_hr", false);
        if (derivation != null && derivation.method() == Derivation.Method.HIRES) {
            secondPass(body, derivation, catalogue.flavour());
        }
        return body;
    }

    /** Each flavour has a field of its own for what the others take for granted. */
    private static void secondPass(ObjectNode body, Derivation derivation, Flavour flavour) {
        body.put("enable_hr", true);
        body.put("hr_scale", derivation.scale());
        body.put("hr_upscaler", derivation.upscaler());
        body.put("denoising_strength", derivation.denoisingStrength());
        // As many steps as the first pass.
        body.put(flavour == Flavour.SD_CPP ? "hr_steps" : "hr_second_pass_steps", 0);
        body.put("hr_resize_x", 0).put("hr_resize_y", 0);
        if (flavour == Flavour.FORGE) {
            body.putArray("hr_additional_modules").add("Use same choices");
        }
    }

    /** What txt2img and img2img have in common. */
    static ObjectNode drawn(Settings settings, Catalogue catalogue, String renderId) {
        var flavour = catalogue.flavour();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("prompt", prompt(settings.prompt(), settings.loras(), flavour));
        body.put("negative_prompt", withoutArguments(settings.negativePrompt()));
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
                                    .put("path", catalogue.loraPath(each.name()))
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
            return withoutArguments(text);
        }
        var prompt = new StringBuilder(withoutArguments(text));
        for (var lora : loras) {
            prompt.append(" <lora:")
                    .append(lora.name())
                    .append(':')
                    .append(lora.weight().stripTrailingZeros().toPlainString())
                    .append('>');
        }
        return prompt.toString();
    }

    /** Until nothing is left: taking one out can put another one together. */
    private static String withoutArguments(String prompt) {
        var before = prompt;
        var after = EXTRA_ARGUMENTS.matcher(before).replaceAll("");
        while (!after.equals(before)) {
            before = after;
            after = EXTRA_ARGUMENTS.matcher(before).replaceAll("");
        }
        return after;
    }
}
