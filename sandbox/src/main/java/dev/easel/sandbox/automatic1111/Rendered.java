package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What came of a plan.
 *
 * @param files the image files, the grid first if there is one
 * @param images how many images there are without the grid
 */
record Rendered(Plan plan, List<byte[]> files, int images, boolean grid, String timestamp) {

    /** The object that goes into the answer as a string of JSON. */
    ObjectNode info(ObjectMapper mapper) {
        var recipe = plan.recipe();
        if (plan.personality() == Personality.SD_CPP) {
            return sdCppInfo(mapper);
        }
        var info =
                mapper.createObjectNode()
                        .put("prompt", recipe.prompt())
                        .put("negative_prompt", recipe.negativePrompt())
                        .put("seed", plan.seed())
                        .put("subseed", plan.subseed())
                        .put("subseed_strength", recipe.subseedStrength())
                        .put("width", recipe.width())
                        .put("height", recipe.height())
                        .put("sampler_name", plan.sampling().sampler().name())
                        .put("cfg_scale", recipe.cfgScale())
                        .put("steps", steps())
                        .put("batch_size", recipe.batchSize())
                        .put("restore_faces", false)
                        .putNull("face_restoration_model")
                        .put("sd_model_name", plan.checkpoint().name())
                        .put("sd_model_hash", plan.checkpoint().shortHash())
                        .putNull("sd_vae_name")
                        .putNull("sd_vae_hash")
                        .put("seed_resize_from_w", -1)
                        .put("seed_resize_from_h", -1)
                        .put("index_of_first_image", grid ? 1 : 0)
                        .put("job_timestamp", timestamp)
                        .put("clip_skip", plan.clipSkip())
                        .put("is_using_inpainting_conditioning", false)
                        .put("version", plan.personality().version());
        if (recipe.initImages().isEmpty() && recipe.hires().isEmpty()) {
            info.putNull("denoising_strength");
        } else {
            info.put("denoising_strength", recipe.denoisingStrength());
        }
        var extra = info.putObject("extra_generation_params");
        plan.extraParameters().forEach(extra::put);
        lists(info);
        return info;
    }

    private int steps() {
        return plan.fault(RenderFault.StepsClamped.class)
                .map(RenderFault.StepsClamped::steps)
                .orElse(plan.recipe().steps());
    }

    /** Fewer fields, and the checkpoint by its file. */
    private ObjectNode sdCppInfo(ObjectMapper mapper) {
        var recipe = plan.recipe();
        var info =
                mapper.createObjectNode()
                        .put("prompt", recipe.prompt())
                        .put("seed", plan.seed())
                        .put("cfg_scale", recipe.cfgScale())
                        .put("width", recipe.width())
                        .put("height", recipe.height())
                        .put("steps", steps())
                        .put("sampler_name", plan.sampling().sampler().name())
                        .put("sd_model_name", plan.checkpoint().fileName())
                        .put("version", plan.personality().version());
        info.putObject("extra_generation_params")
                .put("Schedule type", plan.sampling().scheduler().name());
        lists(info);
        info.remove(java.util.List.of("all_subseeds", "styles"));
        return info;
    }

    private void lists(ObjectNode info) {
        var prompts = info.putArray("all_prompts");
        var negatives = info.putArray("all_negative_prompts");
        var seeds = info.putArray("all_seeds");
        var subseeds = info.putArray("all_subseeds");
        for (int i = 0; i < plan.recipe().images(); i++) {
            prompts.add(plan.recipe().prompt());
            negatives.add(plan.recipe().negativePrompt());
            seeds.add(plan.seed(i));
            subseeds.add(plan.subseed() + i);
        }
        var infotexts = info.putArray("infotexts");
        if (plan.fault(RenderFault.NoInfotext.class).isPresent()) {
            return;
        }
        if (grid) {
            infotexts.add(plan.infotext(0));
        }
        for (int i = 0; i < images; i++) {
            infotexts.add(plan.infotext(i));
        }
        info.putArray("styles");
    }
}
