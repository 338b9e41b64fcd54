package dev.easel.generator.research;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.generator.chat.Reading;
import dev.easel.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the language model made of the snippets. It may have obeyed one of them, so all of it is
 * made plain and held to its bounds; no more is ever read from it than words.
 */
record Summary(
        String summary,
        List<String> techniques,
        List<String> facts,
        List<String> keywords,
        List<String> loras,
        Map<String, String> settings) {
    static final int SUMMARY_CHARS_MAX = 600;
    static final int TECHNIQUES_MAX = 8;
    static final int FACTS_MAX = 8;
    static final int LINE_CHARS_MAX = 200;
    static final int KEYWORDS_MAX = 20;
    static final int WORD_CHARS_MAX = 40;
    static final int LORAS_MAX = 6;
    static final int NAME_CHARS_MAX = 60;
    static final List<String> SETTINGS =
            List.of("steps", "cfg_scale", "sampler", "scheduler", "width", "height");

    /** So many characters in a row of the instructions are no coincidence. */
    private static final int REPEATED_CHARS = 40;

    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N}+ .,_/×~-]{1,40}");
    private static final Pattern UNUSUAL = Pattern.compile("[^\\p{L}\\p{N} ._+-]");

    /**
     * @param instructions the system message, which no answer may repeat
     */
    static Reading<Summary> read(String text, String instructions) {
        var from = text.indexOf('{');
        var to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return new Reading.Unusable<>("the answer holds no JSON object");
        }
        JsonNode json;
        try {
            json = Json.mapper().readTree(text.substring(from, to + 1));
        } catch (JacksonException e) {
            return new Reading.Unusable<>("the answer is not valid JSON");
        }
        var summary =
                new Summary(
                        PlainText.of(json.path("summary").asText(""), SUMMARY_CHARS_MAX),
                        lines(json.path("techniques"), TECHNIQUES_MAX, LINE_CHARS_MAX),
                        lines(json.path("facts"), FACTS_MAX, LINE_CHARS_MAX),
                        lines(json.path("visual_keywords"), KEYWORDS_MAX, WORD_CHARS_MAX),
                        names(json.path("loras")),
                        settings(json.path("settings")));
        if (summary.summary().isEmpty()) {
            return new Reading.Unusable<>("the property summary is missing or empty");
        }
        return summary.repeats(instructions)
                ? new Reading.Unusable<>("it repeats these rules instead of the snippets")
                : new Reading.Usable<>(summary);
    }

    private static List<String> lines(JsonNode array, int max, int charsMax) {
        var lines = new ArrayList<String>();
        for (var each : array) {
            var line = each.isTextual() ? PlainText.of(each.asText(), charsMax) : "";
            if (!line.isEmpty() && lines.size() < max && !lines.contains(line)) {
                lines.add(line);
            }
        }
        return List.copyOf(lines);
    }

    private static List<String> names(JsonNode array) {
        return lines(array, LORAS_MAX, NAME_CHARS_MAX).stream()
                .map(name -> UNUSUAL.matcher(name).replaceAll(" ").strip())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Map<String, String> settings(JsonNode object) {
        var settings = new LinkedHashMap<String, String>();
        for (var name : SETTINGS) {
            var value = PlainText.of(object.path(name).asText(""), WORD_CHARS_MAX);
            if (VALUE.matcher(value).matches()) {
                settings.put(name, value);
            }
        }
        return settings;
    }

    private boolean repeats(String instructions) {
        var known = folded(instructions);
        var said =
                folded(
                        summary
                                + " | "
                                + String.join(" | ", techniques)
                                + " | "
                                + String.join(" | ", facts)
                                + " | "
                                + String.join(" | ", keywords));
        for (int i = 0; i + REPEATED_CHARS <= said.length(); i++) {
            if (known.contains(said.substring(i, i + REPEATED_CHARS))) {
                return true;
            }
        }
        return false;
    }

    private static String folded(String text) {
        return PlainText.of(text, Integer.MAX_VALUE).toLowerCase(Locale.ROOT);
    }

    /** For whoever writes the prompt; suggestions only. */
    String background() {
        var text = new StringBuilder("Summary: ").append(summary).append('\n');
        section(text, "Techniques", techniques);
        section(text, "Facts", facts);
        row(text, "Words for the picture", keywords);
        row(text, "LoRAs that people name", loras);
        row(
                text,
                "Settings that people name",
                settings.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .toList());
        return text.append("These are suggestions: the instruction and fixed values stand.")
                .toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append(title).append(":\n");
            // Four of each are plenty for a prompt, and leave room for the rest.
            lines.stream().limit(4).forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }

    private static void row(StringBuilder text, String title, List<String> words) {
        if (!words.isEmpty()) {
            text.append(title).append(": ").append(String.join(", ", words)).append('\n');
        }
    }
}
