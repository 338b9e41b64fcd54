package dev.easel.generator.refine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.generator.chat.Reading;
import dev.easel.generator.prompt.PromptText;
import dev.easel.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the change that a language model wrote, whatever it wrapped it in. */
final class DeltaAnswer {
    /** Without exponents, which can stand for numbers that take hours to compute with. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?");

    private static final Pattern BACK = Pattern.compile("back_(\\d{1,2})");
    private static final int OPERATIONS_MAX = 24;
    private static final int TEXT_CHARS_MAX = 400;
    private static final int EXPLANATION_CHARS_MAX = 500;

    private DeltaAnswer() {}

    static Reading<Delta> read(String text) {
        var from = text.indexOf('{');
        var to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Reading.Unusable<>("the answer holds no JSON object");
        }
        try {
            var json = Json.mapper().readTree(text.substring(from, to + 1));
            return new Reading.Usable<>(delta(json));
        } catch (JacksonException e) {
            return new Reading.Unusable<>(
                    "the answer is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static Delta delta(JsonNode json) {
        var replaced = new ArrayList<Delta.Replacement>();
        for (var each : some(json.path("replace"))) {
            var part = id(each.path("part"), "p");
            if (part != null) {
                replaced.add(new Delta.Replacement(part, phrase(each.path("text"))));
            }
        }
        var added = new ArrayList<Delta.Addition>();
        for (var each : some(json.path("add"))) {
            var phrase = phrase(each.isTextual() ? each : each.path("text"));
            if (!phrase.isEmpty()) {
                added.add(new Delta.Addition(phrase, id(each.path("after"), "p")));
            }
        }
        return new Delta(
                explanation(json),
                base(json.path("base").asText("")),
                ids(json.path("remove")),
                replaced,
                added,
                phrases(json.path("negative_add")),
                new Delta.Numbers(
                        decimal(json.path("steps")),
                        decimal(json.path("cfg_scale")),
                        decimal(json.path("width")),
                        decimal(json.path("height")),
                        decimal(json.path("image_count"))),
                new Delta.Names(
                        string(json.path("model")),
                        string(json.path("sampler")),
                        string(json.path("scheduler"))),
                loras(json.path("loras")),
                names(json.path("loras_remove")),
                string(json.path("seed")));
    }

    private static Delta.Base base(String said) {
        var word = said.strip().toLowerCase(Locale.ROOT);
        if (word.equals("first")) {
            return new Delta.Base(Delta.Base.FIRST);
        }
        var back = BACK.matcher(word);
        return back.matches()
                ? new Delta.Base(Integer.parseInt(back.group(1)))
                : Delta.Base.CURRENT;
    }

    private static List<JsonNode> some(JsonNode array) {
        var nodes = new ArrayList<JsonNode>();
        for (var each : array) {
            if (nodes.size() < OPERATIONS_MAX) {
                nodes.add(each);
            }
        }
        return nodes;
    }

    private static List<String> ids(JsonNode array) {
        var ids = new ArrayList<String>();
        for (var each : some(array)) {
            var id = id(each.isObject() ? each.path("part") : each, "p");
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Some models leave the letter out where all parts are of one kind. */
    private static @Nullable String id(JsonNode node, String kind) {
        var text = node.asText("").strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.length() > TEXT_CHARS_MAX) {
            return null;
        }
        return text.matches("\\d+") ? kind + text : text;
    }

    private static List<String> phrases(JsonNode array) {
        return some(array).stream()
                .map(each -> phrase(each.isTextual() ? each : each.path("text")))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static List<String> names(JsonNode array) {
        var names = new ArrayList<String>();
        for (var each : some(array)) {
            var name = string(each.isObject() ? each.path("name") : each);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** One line of plain prompt text: no markup that a back end acts on. */
    private static String phrase(JsonNode node) {
        var text = PromptText.of(node.asText("")).text().replaceAll("\\s+", " ").strip();
        var bare = text.replaceAll("^[,、\\s]+|[,、\\s]+$", "");
        if (bare.length() <= TEXT_CHARS_MAX) {
            return bare;
        }
        var space = bare.lastIndexOf(' ', TEXT_CHARS_MAX);
        return bare.substring(0, space > 0 ? space : TEXT_CHARS_MAX).strip();
    }

    private static List<Delta.LoraWish> loras(JsonNode array) {
        var loras = new ArrayList<Delta.LoraWish>();
        for (var each : some(array)) {
            var name = string(each.path("name"));
            if (name != null) {
                loras.add(new Delta.LoraWish(name, decimal(each.path("weight"))));
            }
        }
        return loras;
    }

    private static @Nullable BigDecimal decimal(JsonNode node) {
        var text = node.asText("").strip();
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static @Nullable String string(JsonNode node) {
        var text = node.asText("").strip();
        return text.isEmpty() || text.length() > TEXT_CHARS_MAX ? null : text;
    }

    private static @Nullable String explanation(JsonNode json) {
        var text = string(json.path("explanation"));
        return text == null || text.length() <= EXPLANATION_CHARS_MAX
                ? text
                : text.substring(0, EXPLANATION_CHARS_MAX);
    }
}
