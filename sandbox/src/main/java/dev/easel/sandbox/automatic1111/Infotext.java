package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text under {@code parameters} in a PNG: written and read as 1.10.1 does. */
final class Infotext {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern PAIR =
            Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)x(\\d+)");
    private static final String NEGATIVE = "Negative prompt:";

    private Infotext() {}

    /** Parameters keep their order. */
    static String write(String prompt, String negative, Map<String, String> parameters) {
        var negativeLine = negative.isEmpty() ? "" : "\n" + NEGATIVE + " " + negative;
        return (prompt + negativeLine + "\n" + line(parameters)).strip();
    }

    static String line(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + ": " + quoted(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** With {@code Prompt} and {@code Negative prompt} among the keys, and sizes split. */
    static Map<String, String> read(String text) {
        var lines = new ArrayList<>(List.of(text.strip().split("\n", -1)));
        var last = lines.removeLast();
        if (PAIR.matcher(last).results().count() < 3) {
            lines.add(last);
            last = "";
        }
        var prompt = new ArrayList<String>();
        var negative = new ArrayList<String>();
        var into = prompt;
        for (var raw : lines) {
            var line = raw.strip();
            if (line.startsWith(NEGATIVE)) {
                into = negative;
                line = line.substring(NEGATIVE.length()).strip();
            }
            into.add(line);
        }
        var found = new LinkedHashMap<String, String>();
        found.put("Prompt", String.join("\n", prompt));
        found.put("Negative prompt", String.join("\n", negative));
        PAIR.matcher(last)
                .results()
                .forEach(m -> {
                    var value = unquoted(m.group(2));
                    var size = SIZE.matcher(value);
                    if (size.matches()) {
                        found.put(m.group(1) + "-1", size.group(1));
                        found.put(m.group(1) + "-2", size.group(2));
                    } else {
                        found.put(m.group(1), value);
                    }
                });
        found.putIfAbsent("Clip skip", "1");
        found.putIfAbsent("Schedule type", "Automatic");
        found.putIfAbsent("RNG", "GPU");
        return found;
    }

    private static String quoted(String value) {
        if (!value.contains(",") && !value.contains("\n") && !value.contains(":")) {
            return value;
        }
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string is always JSON", e);
        }
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value.strip();
        }
        try {
            return MAPPER.readValue(value, String.class);
        } catch (JsonProcessingException _) {
            return value;
        }
    }
}
