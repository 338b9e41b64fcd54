package dev.easel.generator.compose;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.generator.chat.Reading;
import dev.easel.generator.prompt.PromptText;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.ResultReport.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the composition that a language model wrote. */
final class Answer {
    /** Without exponents, which can stand for numbers that take hours to compute with. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?");

    private Answer() {}

    /** Takes the outermost object: some models wrap it in prose. Bounds are enforced here. */
    static Reading<Composition> read(String text) {
        var from = text.indexOf('{');
        var to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Reading.Unusable<>("the answer holds no JSON object");
        }
        JsonNode json;
        try {
            json = Json.mapper().readTree(text.substring(from, to + 1));
        } catch (JacksonException e) {
            return new Reading.Unusable<>(
                    "the answer is not valid JSON: " + e.getOriginalMessage());
        }
        json = unwrapped(json);
        var prompt = PromptText.of(prompt(json.path("prompt"))).text().strip();
        if (prompt.isEmpty()) {
            return new Reading.Unusable<>("the property prompt is missing or empty");
        }
        var negative = json.path("negative_prompt");
        var explanation = string(json, "explanation");
        return new Reading.Usable<>(
                new Composition(
                        Writer.LANGUAGE_MODEL,
                        prompt,
                        negative.isTextual()
                                ? PromptText.of(negative.asText()).text().strip()
                                : null,
                        explanation == null ? null : shortened(explanation),
                        wishes(json)));
    }

    /** Some models put the whole answer into a property of its own. */
    private static JsonNode unwrapped(JsonNode json) {
        if (!json.has("prompt")) {
            for (var each : json) {
                if (each.has("prompt")) {
                    return each;
                }
            }
        }
        return json;
    }

    /** Some models give a list of tags. */
    private static String prompt(JsonNode node) {
        if (!node.isArray()) {
            return node.asText("");
        }
        var tags = new ArrayList<String>();
        node.forEach(each -> tags.add(each.asText("")));
        return String.join(", ", tags);
    }

    private static Composition.Wishes wishes(JsonNode json) {
        return new Composition.Wishes(
                string(json, "model"),
                string(json, "sampler"),
                string(json, "scheduler"),
                integer(json, "steps", 1, 150),
                scale(json),
                seed(json),
                side(json, "width"),
                side(json, "height"),
                integer(json, "image_count", 1, 8),
                loras(json));
    }

    private static @Nullable String string(JsonNode json, String key) {
        var text = json.path(key).asText("").strip();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable BigDecimal decimal(JsonNode node) {
        var text = node.asText("").strip();
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static @Nullable Integer integer(JsonNode json, String key, int min, int max) {
        var value = decimal(json.path(key));
        return value == null ? null : Math.clamp(value.longValue(), min, max);
    }

    private static @Nullable Integer side(JsonNode json, String key) {
        var value = integer(json, key, 64, 2048);
        return value == null ? null : Math.clamp(Math.round(value / 8.0) * 8, 64, 2048);
    }

    private static @Nullable BigDecimal scale(JsonNode json) {
        var value = decimal(json.path("cfg_scale"));
        return value == null
                ? null
                : value.max(BigDecimal.ONE)
                        .min(BigDecimal.valueOf(30))
                        .setScale(1, RoundingMode.HALF_UP);
    }

    /** Out of range is as good as not said: -1 stands for a random one. */
    private static @Nullable Long seed(JsonNode json) {
        var value = decimal(json.path("seed"));
        return value == null
                        || value.signum() < 0
                        || value.compareTo(BigDecimal.valueOf(4294967295L)) > 0
                ? null
                : Long.valueOf(value.longValue());
    }

    private static List<Lora> loras(JsonNode json) {
        var loras = new ArrayList<Lora>();
        for (var each : json.path("loras")) {
            var name = string(each, "name");
            var weight = decimal(each.path("weight"));
            if (name != null && loras.size() < 3) {
                loras.add(
                        new Lora(
                                name,
                                weight == null ? BigDecimal.ZERO : PromptText.weight(weight)));
            }
        }
        return loras;
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500);
    }
}
