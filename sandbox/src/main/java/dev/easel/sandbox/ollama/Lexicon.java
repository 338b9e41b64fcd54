package dev.easel.sandbox.ollama;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The phrase book: phrases of an instruction and the tags they become. Immutable. */
final class Lexicon {
    private final Map<String, List<String>> tagsByPhrase;
    private final int phraseCharsMax;

    private Lexicon(Map<String, List<String>> tagsByPhrase) {
        this.tagsByPhrase = Map.copyOf(tagsByPhrase);
        phraseCharsMax = tagsByPhrase.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    record Hit(String phrase, List<String> tags) {}

    static Lexicon load() {
        var all = new HashMap<String, List<String>>();
        var stream = Lexicon.class.getResourceAsStream("lexicon.tsv");
        try (var in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(stream, "lexicon.tsv is missing"),
                                StandardCharsets.UTF_8))) {
            in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        var columns = line.split("\t", -1);
                        all.put(columns[0], List.of(columns[1].split(", ")));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Lexicon(all);
    }

    int size() {
        return tagsByPhrase.size();
    }

    /** The longest phrase that begins here. */
    Optional<Hit> longestAt(String text, int start) {
        int longest = Math.min(phraseCharsMax, text.length() - start);
        for (int length = longest; length > 0; length--) {
            var phrase = text.substring(start, start + length);
            var tags = tagsByPhrase.get(phrase);
            if (tags != null) {
                return Optional.of(new Hit(phrase, tags));
            }
        }
        return Optional.empty();
    }
}
