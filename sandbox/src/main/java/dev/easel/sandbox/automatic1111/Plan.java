package dev.easel.sandbox.automatic1111;

import dev.easel.sandbox.automatic1111.Catalogue.Checkpoint;
import dev.easel.sandbox.automatic1111.Catalogue.Lora;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A recipe after names were resolved, faults drawn and the seed chosen. */
record Plan(
        Recipe recipe,
        Sampling.Choice sampling,
        Checkpoint checkpoint,
        List<Lora> loras,
        boolean loraHashes,
        int clipSkip,
        long seed,
        long subseed,
        List<RenderFault> faults,
        Personality personality) {

    /** Only what the enlargement of a finished picture needs. */
    static Plan ofFaults(List<RenderFault> faults, Personality personality) {
        return new Plan(
                Recipe.none(),
                Sampling.resolve("Euler", null),
                new Checkpoint("none"),
                List.of(),
                false,
                1,
                0,
                0,
                faults,
                personality);
    }

    <F extends RenderFault> Optional<F> fault(Class<F> type) {
        return faults.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Sides in pixels of the latent, of the first pass. */
    int width() {
        return recipe.width() / 8 * 8;
    }

    int height() {
        return recipe.height() / 8 * 8;
    }

    int finalWidth() {
        return recipe.hires().map(h -> h.width(recipe.width()) / 8 * 8).orElse(width());
    }

    int finalHeight() {
        return recipe.hires().map(h -> h.height(recipe.height()) / 8 * 8).orElse(height());
    }

    /** Counts up per image, unless the subseed varies instead. */
    long seed(int index) {
        return recipe.subseedStrength() == 0 ? seed + index : seed;
    }

    String infotext(int index) {
        return Infotext.write(recipe.prompt(), recipe.negativePrompt(), parameters(index));
    }

    /** Known LoRAs of the prompt; one weight that is no number drops them all. */
    static List<Lora> lorasOf(Recipe recipe, Catalogue catalogue, Personality personality) {
        var found = new ArrayList<Lora>();
        for (var tag : recipe.loraTags()) {
            if (!tag.weight().strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)")) {
                return List.of();
            }
            var lora = catalogue.lora(tag.name());
            if (lora.isEmpty() && personality == Personality.FORGE) {
                return List.of();
            }
            lora.ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    Map<String, String> extraParameters() {
        var extra = new LinkedHashMap<String, String>();
        recipe.hires()
                .ifPresent(h -> {
                    if (h.toWidth() > 0 || h.toHeight() > 0) {
                        extra.put("Hires resize", h.toWidth() + "x" + h.toHeight());
                    } else {
                        extra.put("Hires upscale", number(h.scale()));
                    }
                    if (h.steps() > 0) {
                        extra.put("Hires steps", Integer.toString(h.steps()));
                    }
                    extra.put("Hires upscaler", h.upscaler());
                });
        if (loraHashes && !loras.isEmpty()) {
            extra.put(
                    "Lora hashes",
                    loras.stream()
                            .map(l -> l.name() + ": " + l.shortHash())
                            .collect(Collectors.joining(", ")));
        }
        return extra;
    }

    private Map<String, String> parameters(int index) {
        if (personality == Personality.SD_CPP) {
            return SdCpp.parameters(this, index);
        }
        var all = new LinkedHashMap<String, String>();
        all.put("Steps", Integer.toString(recipe.steps()));
        all.put("Sampler", sampling.sampler().name());
        if (personality.tellsScheduler()) {
            all.put("Schedule type", sampling.scheduler().label());
        }
        all.put("CFG scale", Double.toString(recipe.cfgScale()));
        all.put("Seed", Long.toString(seed(index)));
        all.put("Size", recipe.width() + "x" + recipe.height());
        all.put("Model hash", checkpoint.shortHash());
        all.put("Model", checkpoint.name());
        if (recipe.subseedStrength() > 0) {
            all.put("Variation seed", Long.toString(subseed + index));
            all.put("Variation seed strength", number(recipe.subseedStrength()));
        }
        if (recipe.hires().isPresent() || !recipe.initImages().isEmpty()) {
            all.put("Denoising strength", number(recipe.denoisingStrength()));
        }
        if (clipSkip > 1) {
            all.put("Clip skip", Integer.toString(clipSkip));
        }
        if (recipe.tiling()) {
            all.put("Tiling", "True");
        }
        all.putAll(extraParameters());
        all.put("Version", personality.version());
        return all;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
