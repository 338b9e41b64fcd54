package dev.easel.generator.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that AUTOMATIC1111 writes into its images and that other tools read back: the prompt,
 * the negative prompt, and a last line of parameters.
 */
record Infotext(String prompt, String negativePrompt, Map<String, String> parameters) {
    /** Possessive, since the stack would not hold a way back through a long quoted value. */
    private static final Pattern PAIR =
            Pattern.compile("\\s*+(\\w[\\w \\-/]+):\\s*(\"(?:[^\\\\\"]++|\\\\.)++\"|[^,]*)(?:,|$)");

    private static final String NEGATIVE = "Negative prompt:";
    private static final int PAIRS_MIN = 3;

    static Infotext parse(String text) {
        var lines = new ArrayList<>(List.of(text.strip().split("\n", -1)));
        var parameters = new LinkedHashMap<String, String>();
        if (PAIR.matcher(lines.getLast()).results().count() >= PAIRS_MIN) {
            var pairs = PAIR.matcher(lines.removeLast());
            while (pairs.find()) {
                parameters.put(pairs.group(1).strip(), unquoted(pairs.group(2).strip()));
            }
        }
        var prompt = new StringBuilder();
        var negative = new StringBuilder();
        var into = prompt;
        for (var raw : lines) {
            var line = raw.strip();
            if (line.startsWith(NEGATIVE)) {
                into = negative;
                line = line.substring(NEGATIVE.length()).strip();
            }
            into.append(into.isEmpty() ? "" : "\n").append(line);
        }
        return new Infotext(prompt.toString(), negative.toString(), parameters);
    }

    /** As the readers understand it again; an empty negative prompt has no line. */
    String text() {
        var negative = harmless(negativePrompt);
        return harmless(prompt)
                + (negative.isEmpty() ? "" : "\n" + NEGATIVE + " " + negative)
                + "\n"
                + line(parameters);
    }

    static String line(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + ": " + quoted(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Readers take any line that begins so for the start of the negative prompt. */
    private static String harmless(String prompt) {
        return prompt.strip()
                .lines()
                .map(String::strip)
                .map(line ->
                        line.startsWith(NEGATIVE)
                                ? "Negative prompt -" + line.substring(NEGATIVE.length())
                                : line)
                .collect(Collectors.joining("\n"));
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** The LoRAs that were really loaded: {@code "name: hash, other: hash"}. */
    Set<String> loras() {
        var names = new HashSet<String>();
        value("Lora hashes")
                .ifPresent(list -> {
                    for (var pair : list.split(",", -1)) {
                        names.add(pair.split(":", -1)[0].strip());
                    }
                });
        return names;
    }

    private static String quoted(String value) {
        if (!value.contains(",")
                && !value.contains("\n")
                && !value.contains(":")
                && !value.startsWith("\"")) {
            return value;
        }
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        try {
            return Json.mapper().readTree(value).asText();
        } catch (IOException e) {
            return value;
        }
    }
}
