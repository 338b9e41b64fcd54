package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client makes of a typed command; it refuses what the registered shape does not allow. */
final class SlashInput {
    private static final int STRING = 3;
    private static final int INTEGER = 4;
    private static final int BOOLEAN = 5;
    private static final int NUMBER = 10;
    private static final int STRING_CHARS_MAX = 6000;

    private SlashInput() {}

    static String[] words(String command) {
        return command.strip().replaceFirst("^/", "").split("\\s+");
    }

    /** Whether these rights are enough for a command; with "0" only administrators may. */
    static boolean mayRun(long permissions, long needed) {
        return Permission.ADMINISTRATOR.in(permissions)
                || (needed != 0 && (permissions & needed) == needed);
    }

    /**
     * Builds {@code data} while an option is being typed: it is focused and holds what is there so
     * far, and nothing is required yet.
     */
    static ObjectNode partial(
            ObjectNode command,
            String[] words,
            Map<String, ?> values,
            String focused,
            String typed) {
        var sparse = command.deepCopy();
        var shape = shape(sparse, words);
        if (!option(shape, focused).path("autocomplete").asBoolean()) {
            throw new IllegalArgumentException("the option " + focused + " offers nothing");
        }
        for (var option : shape.path("options")) {
            ((ObjectNode) option).remove("required");
        }
        var others = new LinkedHashMap<String, Object>(values);
        others.remove(focused);
        var data = data(sparse, words, others);
        var options = (ArrayNode) shape(data, words).path("options");
        options.addObject()
                .put("name", focused)
                .put("type", option(shape, focused).path("type").asInt())
                .put("value", typed)
                .put("focused", true);
        return data;
    }

    private static JsonNode shape(JsonNode command, String[] words) {
        var shape = command;
        for (var i = 1; i < words.length; i++) {
            shape = option(shape, words[i]);
        }
        return shape;
    }

    /** What choosing from a menu says. */
    static ObjectNode selection(JsonNode components, String customId, List<String> values) {
        var menu =
                components.findParents("custom_id").stream()
                        .filter(c -> c.path("custom_id").asText().equals(customId))
                        .filter(c -> c.path("type").asInt() == Components.STRING_SELECT)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("no menu has this custom id"));
        var offered = menu.path("options").findValuesAsText("value");
        if (!offered.containsAll(values)
                || values.size() < menu.path("min_values").asInt()
                || values.size() > menu.path("max_values").asInt()) {
            throw new IllegalArgumentException("the menu does not take " + values);
        }
        var data =
                Json.object()
                        .put("component_type", Components.STRING_SELECT)
                        .put("custom_id", customId)
                        .put("id", menu.path("id").asInt());
        var chosen = data.putArray("values");
        values.forEach(chosen::add);
        return data;
    }

    /**
     * Builds {@code data}. The words after the command's name are a group and a subcommand, or one
     * of them, or none.
     */
    static ObjectNode data(ObjectNode command, String[] words, Map<String, ?> values) {
        var data =
                Json.object()
                        .put("id", command.path("id").asText())
                        .put("name", command.path("name").asText())
                        .put("type", Commands.CHAT_INPUT);
        if (command.has("guild_id")) {
            data.put("guild_id", command.path("guild_id").asText());
        }
        JsonNode shape = command;
        var at = data;
        for (var i = 1; i < words.length; i++) {
            var sub = option(shape, words[i]);
            var nested = Json.object().put("name", words[i]).put("type", sub.path("type").asInt());
            at.putArray("options").add(nested);
            at = nested;
            shape = sub;
        }
        for (var child : shape.path("options")) {
            if (child.path("type").asInt() <= CommandRules.SUBCOMMAND_GROUP) {
                throw new IllegalArgumentException(
                        "/" + String.join(" ", words) + " needs a subcommand");
            }
        }
        at.set("options", options(shape, values));
        return data;
    }

    private static JsonNode option(JsonNode shape, String name) {
        for (var option : shape.path("options")) {
            if (option.path("name").asText().equals(name)) {
                return option;
            }
        }
        throw new IllegalArgumentException(
                shape.path("name").asText() + " has no option called " + name);
    }

    private static ArrayNode options(JsonNode shape, Map<String, ?> values) {
        Set<String> unknown = new HashSet<>(values.keySet());
        var options = Json.array();
        for (var option : shape.path("options")) {
            var name = option.path("name").asText();
            unknown.remove(name);
            var value = values.get(name);
            if (value == null) {
                if (option.path("required").asBoolean()) {
                    throw new IllegalArgumentException("the option " + name + " is required");
                }
                continue;
            }
            var entry = options.addObject().put("name", name);
            entry.put("type", option.path("type").asInt());
            entry.set("value", value(option, value));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    shape.path("name").asText() + " has no option called " + unknown);
        }
        return options;
    }

    private static JsonNode value(JsonNode option, Object value) {
        var name = option.path("name").asText();
        JsonNode node = Json.MAPPER.valueToTree(value);
        var fits =
                switch (option.path("type").asInt()) {
                    case STRING -> node.isTextual();
                    case INTEGER -> node.isIntegralNumber();
                    case NUMBER -> node.isNumber();
                    case BOOLEAN -> node.isBoolean();
                    default -> node.isTextual();
                };
        if (!fits) {
            throw new IllegalArgumentException("the option " + name + " does not take " + value);
        }
        if (node.isTextual()) {
            length(option, node.asText());
        }
        if (node.isNumber()) {
            range(option, node);
        }
        choice(option, node);
        return node;
    }

    private static void length(JsonNode option, String text) {
        var min = option.path("min_length").asInt(0);
        var max = option.path("max_length").asInt(STRING_CHARS_MAX);
        if (text.length() < min || text.length() > max) {
            throw new IllegalArgumentException(
                    "the option %s takes %d to %d characters"
                            .formatted(option.path("name").asText(), min, max));
        }
    }

    private static void range(JsonNode option, JsonNode number) {
        var low = option.path("min_value");
        var high = option.path("max_value");
        if ((low.isNumber() && number.asDouble() < low.asDouble())
                || (high.isNumber() && number.asDouble() > high.asDouble())) {
            throw new IllegalArgumentException(
                    "the option %s takes %s to %s"
                            .formatted(option.path("name").asText(), low, high));
        }
    }

    private static void choice(JsonNode option, JsonNode value) {
        var choices = option.path("choices");
        if (choices.isEmpty()) {
            return;
        }
        for (var choice : choices) {
            if (choice.path("value").equals(value)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "the option " + option.path("name").asText() + " has no choice " + value);
    }
}
