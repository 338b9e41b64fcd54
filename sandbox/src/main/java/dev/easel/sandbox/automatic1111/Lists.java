package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is installed, as the listing endpoints show it. */
final class Lists {
    private final ObjectMapper mapper;
    private final Catalogue catalogue;
    private final Checkpoints checkpoints;
    private final Personality personality;

    Lists(
            ObjectMapper mapper,
            Catalogue catalogue,
            Checkpoints checkpoints,
            Personality personality) {
        this.personality = personality;
        this.mapper = mapper;
        this.catalogue = catalogue;
        this.checkpoints = checkpoints;
    }

    ArrayNode samplers() {
        return mapper.valueToTree(personality.samplers());
    }

    ArrayNode schedulers() {
        var all = mapper.createArrayNode();
        for (var scheduler : personality.schedulers()) {
            all.addObject()
                    .put("name", scheduler.name())
                    .put("label", scheduler.label())
                    .putNull("aliases")
                    .put("default_rho", scheduler.defaultRho())
                    .put("need_inner_model", scheduler.needInnerModel());
        }
        return all;
    }

    /** Hashes are unknown until a checkpoint was loaded once. */
    ArrayNode checkpoints() {
        var all = mapper.createArrayNode();
        if (personality == Personality.SD_CPP) {
            var only = checkpoints.loaded();
            all.addObject()
                    .put("title", only.name())
                    .put("model_name", only.name())
                    .put("filename", only.fileName())
                    .put("hash", "8888888888")
                    .put("sha256", "8".repeat(64))
                    .putNull("config");
            return all;
        }
        for (var checkpoint : checkpoints.installed()) {
            var hashed = checkpoints.hashed(checkpoint);
            all.addObject()
                    .put("title", checkpoint.title(hashed))
                    .put("model_name", checkpoint.name())
                    .put("hash", hashed ? checkpoint.shortHash() : null)
                    .put("sha256", hashed ? checkpoint.sha256() : null)
                    .put("filename", "/models/Stable-diffusion/" + checkpoint.fileName())
                    .putNull("config");
        }
        return all;
    }

    ArrayNode loras() {
        var all = mapper.createArrayNode();
        for (var lora : catalogue.loras()) {
            if (personality == Personality.SD_CPP) {
                all.addObject().put("name", lora.name()).put("path", SdCpp.path(lora));
                continue;
            }
            var one =
                    all.addObject()
                            .put("name", lora.name())
                            .put("alias", lora.alias())
                            .put("path", "/models/Lora/" + lora.name() + ".safetensors");
            one.set("metadata", mapper.valueToTree(lora.metadata()));
        }
        return all;
    }

    ArrayNode upscalers() {
        var all = mapper.createArrayNode();
        for (var name : Upscalers.IMAGE) {
            all.addObject()
                    .put("name", name)
                    .putNull("model_name")
                    .putNull("model_path")
                    .putNull("model_url")
                    .put("scale", 4);
        }
        return all;
    }

    ArrayNode latentModes() {
        return named(Upscalers.LATENT);
    }

    ObjectNode embeddings() {
        var all = mapper.createObjectNode();
        all.putObject("loaded");
        all.putObject("skipped");
        return all;
    }

    private ArrayNode named(List<String> names) {
        var all = mapper.createArrayNode();
        names.forEach(name -> all.addObject().put("name", name));
        return all;
    }
}
