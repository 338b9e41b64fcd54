package dev.easel.generator.render;

import dev.easel.protocol.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The text that AUTOMATIC1111 writes into its images; its last line holds the parameters. */
record Infotext(Map<String, String> parameters) {
    private static final Pattern PAIR =
            Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");

    static Infotext parse(String text) {
        var lines = text.strip().split("\n", -1);
        var parameters = new LinkedHashMap<String, String>();
        var pairs = PAIR.matcher(lines[lines.length - 1]);
        while (pairs.find()) {
            parameters.put(pairs.group(1).strip(), unquoted(pairs.group(2).strip()));
        }
        return new Infotext(parameters);
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
