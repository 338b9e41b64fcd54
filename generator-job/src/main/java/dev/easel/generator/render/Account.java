package dev.easel.generator.render;

import dev.easel.protocol.Derivation;
import dev.easel.protocol.Settings;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What we know of a picture ourselves, for files whose maker did not write it into them. */
final class Account {
    private Account() {}

    /** The keys in the order in which AUTOMATIC1111 writes them. */
    static String of(
            Settings settings, Catalogue catalogue, long seed, @Nullable String modelHash) {
        var all = new LinkedHashMap<String, String>();
        all.put("Steps", Integer.toString(settings.steps()));
        all.put("Sampler", settings.sampler());
        put(all, "Schedule type", settings.scheduler());
        all.put("CFG scale", Double.toString(settings.cfgScale().doubleValue()));
        all.put("Seed", Long.toString(seed));
        all.put("Size", settings.width() + "x" + settings.height());
        put(all, "Model hash", modelHash);
        all.put("Model", settings.model());
        var derivation = settings.derivation();
        if (derivation != null) {
            put(all, "Denoising strength", number(derivation.denoisingStrength()));
            if (derivation.method() == Derivation.Method.HIRES) {
                put(all, "Hires upscale", number(derivation.scale()));
                put(all, "Hires upscaler", derivation.upscaler());
            }
        }
        put(all, "Version", catalogue.version());
        var prompt = Txt2Img.prompt(settings.prompt(), settings.loras(), catalogue.flavour());
        return new Infotext(prompt, settings.negativePrompt(), all).text();
    }

    /** The source's own text and, behind it, what was done to the picture since. */
    static String ofEnlarged(@Nullable String source, Derivation derivation) {
        var added = new LinkedHashMap<String, String>();
        put(added, "Postprocess upscale by", number(derivation.scale()));
        put(added, "Postprocess upscaler", derivation.upscaler());
        var line = Infotext.line(added);
        return source == null || source.isBlank() ? line : source.stripTrailing() + ", " + line;
    }

    private static void put(Map<String, String> all, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            all.put(key, value);
        }
    }

    private static @Nullable String number(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }
}
