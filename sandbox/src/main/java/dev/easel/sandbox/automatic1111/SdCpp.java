package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the server of stable-diffusion.cpp makes of the same fields. */
final class SdCpp {
    private static final Pattern EXTRA_ARGUMENTS =
            Pattern.compile("<sd_cpp_extra_args>(.*?)</sd_cpp_extra_args>");

    private SdCpp() {}

    /** The body as it understands it, in the words of the original. */
    static ObjectNode translated(JsonNode body, ObjectMapper mapper) {
        ObjectNode own = body.deepCopy();
        if (own.path("prompt").asText("").isEmpty()) {
            throw PythonFailure.http(400, "prompt required");
        }
        if (own.path("width").asInt(512) <= 0 || own.path("height").asInt(512) <= 0) {
            throw PythonFailure.http(400, "width and height must be positive");
        }
        own.put("n_iter", 1);
        own.put("hr_second_pass_steps", own.path("hr_steps").asInt(0));
        own.remove(List.of("override_settings", "force_task_id", "save_images"));
        var prompt = own.path("prompt").asText();
        var arguments = EXTRA_ARGUMENTS.matcher(prompt);
        if (arguments.find()) {
            try {
                mapper.readTree(arguments.group(1))
                        .properties()
                        .forEach(each -> own.set(each.getKey(), each.getValue()));
            } catch (JsonProcessingException e) {
                throw PythonFailure.http(400, "invalid sd_cpp_extra_args");
            }
            own.put("prompt", arguments.replaceAll(""));
        }
        return own;
    }

    /** LoRAs come in a field of their own; tags in the prompt are plain text. */
    static List<Recipe.LoraTag> loras(JsonNode body, Catalogue catalogue) {
        var found = new ArrayList<Recipe.LoraTag>();
        for (var each : body.path("lora")) {
            var path = each.path("path").asText("");
            if (path.isEmpty()) {
                throw PythonFailure.http(400, "lora.path required");
            }
            var lora =
                    catalogue.loras().stream()
                            .filter(known -> path(known).equals(path))
                            .findFirst()
                            .orElseThrow(
                                    () -> PythonFailure.http(400, "invalid lora path: " + path));
            found.add(new Recipe.LoraTag(lora.name(), each.path("multiplier").asText("1")));
        }
        return List.copyOf(found);
    }

    static String path(Catalogue.Lora lora) {
        return lora.name() + ".safetensors";
    }

    /** Its own order, with sampler and scheduler in one. */
    static Map<String, String> parameters(Plan plan, int index) {
        var recipe = plan.recipe();
        var all = new java.util.LinkedHashMap<String, String>();
        all.put("Steps", Integer.toString(recipe.steps()));
        all.put("CFG scale", "%.6f".formatted(recipe.cfgScale()));
        all.put("Seed", Long.toString(plan.seed(index)));
        all.put("Size", recipe.width() + "x" + recipe.height());
        all.put("Model", plan.checkpoint().fileName());
        all.put("RNG", "cuda");
        all.put(
                "Sampler",
                plan.sampling().sampler().name() + " " + plan.sampling().scheduler().name());
        all.put("Version", Personality.SD_CPP.version());
        return all;
    }
}
