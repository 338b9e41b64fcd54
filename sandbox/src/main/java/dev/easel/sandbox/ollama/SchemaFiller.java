package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills a JSON schema from a wish: what a field means is told by its name, what may stand there by
 * the schema, as a grammar would hold a real model to it.
 */
final class SchemaFiller {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 8;

    private final ObjectMapper mapper;
    private final JsonNode root;
    private final Wish wish;

    SchemaFiller(ObjectMapper mapper, JsonNode root, Wish wish) {
        this.mapper = mapper;
        this.root = root;
        this.wish = wish;
    }

    JsonNode fill() {
        return value("", root, 0);
    }

    private JsonNode value(String field, JsonNode unresolved, int depth) {
        var schema = resolved(unresolved);
        var meant = meaning(field);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if ((nullable(unresolved) || nullable(schema))
                && (meant.isMissingNode() || depth > DEPTH_MAX)) {
            return JSON.nullNode();
        }
        var options = options(schema);
        if (!options.isEmpty()) {
            return choose(options, meant, schema);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(field, schema, depth);
            case "integer" -> JSON.numberNode(number(schema, meant, fallback(field)).longValue());
            case "number" -> number(schema, meant, fallback(field));
            case "boolean" -> JSON.booleanNode(schema.path("default").asBoolean(false));
            case "null" -> JSON.nullNode();
            default -> text(field, schema, meant);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        var filled = mapper.createObjectNode();
        if (depth > DEPTH_MAX) {
            return filled;
        }
        schema.path("properties")
                .properties()
                .forEach(p -> filled.set(p.getKey(), value(p.getKey(), p.getValue(), depth + 1)));
        return filled;
    }

    private ArrayNode array(String field, JsonNode schema, int depth) {
        var filled = mapper.createArrayNode();
        var items = resolved(schema.path("items"));
        int max = schema.path("maxItems").asInt(20);
        var name = normal(field);
        if (name.contains("lora")) {
            loras(items, depth).forEach(filled::add);
        } else if (type(items).equals("string") && options(items).isEmpty()) {
            var words =
                    name.contains("remove") || name.contains("negative")
                            ? wish.unwanted()
                            : wish.tags();
            words.forEach(filled::add);
        }
        while (filled.size() > max) {
            filled.remove(filled.size() - 1);
        }
        while (filled.size() < schema.path("minItems").asInt(0)) {
            filled.add(value("", items, depth + 1));
        }
        return filled;
    }

    /** Those of the list whose name the wish speaks of, at most two. */
    private List<JsonNode> loras(JsonNode items, int depth) {
        var nameField = type(items).equals("object") ? "name" : "";
        var names =
                nameField.isEmpty()
                        ? options(items)
                        : options(resolved(items.path("properties").path(nameField)));
        var chosen = new ArrayList<JsonNode>();
        for (var name : names) {
            if (chosen.size() < 2 && wish.speaksOf(name.asText())) {
                if (nameField.isEmpty()) {
                    chosen.add(name);
                } else {
                    var lora = object(items, depth + 1);
                    lora.set(nameField, name);
                    chosen.add(lora);
                }
            }
        }
        return chosen;
    }

    /** What the wish names, else the schema's own default, else what a model would take. */
    private JsonNode choose(List<JsonNode> options, JsonNode meant, JsonNode schema) {
        for (var option : options) {
            if (option.asText().length() > 2 && wish.names(option.asText())) {
                return option;
            }
        }
        if (schema.has("default")) {
            return schema.get("default");
        }
        return options.contains(meant) ? meant : options.getFirst();
    }

    private JsonNode number(JsonNode schema, JsonNode meant, double otherwise) {
        var wanted =
                meant.isNumber()
                        ? meant.decimalValue()
                        : schema.path("default").isNumber()
                                ? schema.get("default").decimalValue()
                                : BigDecimal.valueOf(otherwise);
        var step = schema.path("multipleOf").decimalValue();
        if (step.signum() > 0) {
            wanted = wanted.subtract(wanted.remainder(step));
        }
        if (schema.has("minimum")) {
            wanted = wanted.max(schema.get("minimum").decimalValue());
        }
        if (schema.has("maximum")) {
            wanted = wanted.min(schema.get("maximum").decimalValue());
        }
        return wanted.stripTrailingZeros().scale() <= 0
                ? JSON.numberNode(wanted.longValueExact())
                : JSON.numberNode(wanted.doubleValue());
    }

    private JsonNode text(String field, JsonNode schema, JsonNode meant) {
        var text = schema.path("default").asText("");
        if (meant.isNumber()) {
            text = plain(meant.decimalValue());
        } else if (!meant.isMissingNode()) {
            text = meant.asText();
        } else if (text.isEmpty() && fallback(field) != 0) {
            text = plain(BigDecimal.valueOf(fallback(field)));
        }
        if (text.isEmpty() && schema.path("minLength").asInt(0) > 0) {
            text = field.isEmpty() ? "text" : field;
        }
        int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (text.length() > max) {
            int comma = text.lastIndexOf(", ", max);
            text = text.substring(0, comma > 0 ? comma : max);
        }
        return JSON.textNode(text);
    }

    /** Decimal numbers may be strings, as they are in Kubernetes. */
    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** What the wish has to say to a field of this name; missing if nothing. */
    private JsonNode meaning(String field) {
        JsonNode missing = MissingNode.getInstance();
        return switch (normal(field)) {
            case "prompt", "positiveprompt", "positive" -> JSON.textNode(wish.prompt());
            case "negativeprompt", "negative" -> JSON.textNode(wish.negativePrompt());
            case "steps", "samplingsteps" ->
                    wish.steps().isPresent() ? JSON.numberNode(wish.steps().getAsInt()) : missing;
            case "cfgscale", "cfg", "guidance", "guidancescale" ->
                    wish.cfgScale().isPresent()
                            ? JSON.numberNode(wish.cfgScale().getAsDouble())
                            : missing;
            case "seed" ->
                    wish.seed().isPresent() ? JSON.numberNode(wish.seed().getAsLong()) : missing;
            case "width" ->
                    wish.width().isPresent() ? JSON.numberNode(wish.width().getAsInt()) : missing;
            case "height" ->
                    wish.height().isPresent() ? JSON.numberNode(wish.height().getAsInt()) : missing;
            case "imagecount", "images", "count", "batchsize", "numberofimages" ->
                    wish.imageCount().isPresent()
                            ? JSON.numberNode(wish.imageCount().getAsInt())
                            : missing;
            case "reasoning", "explanation", "rationale", "comment", "note", "summary" ->
                    JSON.textNode(wish.explanation());
            case "sampler", "samplername" -> JSON.textNode("DPM++ 2M");
            case "scheduler" -> JSON.textNode("Karras");
            case "weight", "strength" -> JSON.numberNode(0.8);
            case "language", "locale" -> JSON.textNode(wish.japanese() ? "ja" : "en");
            default -> missing;
        };
    }

    /** What a model that heard nothing about it would say. */
    private static double fallback(String field) {
        return switch (normal(field)) {
            case "steps", "samplingsteps" -> 20;
            case "cfgscale", "cfg", "guidance", "guidancescale" -> 7;
            case "width", "height" -> 512;
            case "seed" -> -1;
            case "imagecount", "images", "count", "batchsize", "numberofimages" -> 4;
            default -> 0;
        };
    }

    private JsonNode resolved(JsonNode schema) {
        var current = schema;
        for (int i = 0; i < DEPTH_MAX; i++) {
            var reference = current.path("$ref").asText("");
            if (reference.startsWith("#")) {
                current = root.at(reference.substring(1));
            } else if (current.has("anyOf") || current.has("oneOf")) {
                var branches = current.has("anyOf") ? current.get("anyOf") : current.get("oneOf");
                var useful = branches.get(0);
                for (var branch : branches) {
                    if (!branch.path("type").asText().equals("null")) {
                        useful = branch;
                        break;
                    }
                }
                current = useful;
            } else {
                return current;
            }
        }
        return current;
    }

    private static boolean nullable(JsonNode schema) {
        for (var type : schema.path("type")) {
            if (type.asText().equals("null")) {
                return true;
            }
        }
        for (var branches : List.of(schema.path("anyOf"), schema.path("oneOf"))) {
            for (var branch : branches) {
                if (branch.path("type").asText().equals("null")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<JsonNode> options(JsonNode schema) {
        var options = new ArrayList<JsonNode>();
        schema.path("enum").forEach(options::add);
        return options;
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        for (var one : type) {
            if (!one.asText().equals("null")) {
                return one.asText();
            }
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private static String normal(String field) {
        return field.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
