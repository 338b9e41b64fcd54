package dev.easel.sandbox.ollama;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The phrase book of changes: what an instruction may want different, by kinds. Immutable. */
final class Retouches {
    private final List<Entry> entries;

    private Retouches(List<Entry> entries) {
        this.entries =
                entries.stream()
                        .sorted(
                                Comparator.comparingInt((Entry e) -> e.phrase().length())
                                        .reversed())
                        .toList();
    }

    record Entry(String phrase, String kind, String words, Pattern pattern) {
        static Entry of(String phrase, String kind, String words) {
            return new Entry(phrase, kind, words, word(phrase));
        }
    }

    /** Where a phrase of the book stands in a text. */
    record Hit(Entry entry, int start, int end) {}

    static Retouches load() {
        var stream = Retouches.class.getResourceAsStream("retouch.tsv");
        try (var in =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(stream, "retouch.tsv is missing"),
                                StandardCharsets.UTF_8))) {
            return new Retouches(
                    in.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split("\t", -1))
                            .map(columns -> Entry.of(columns[0], columns[1], columns[2]))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Longest phrases first, none over another; in the order in which they were said. */
    List<Hit> in(String text) {
        var hits = new ArrayList<Hit>();
        for (var entry : entries) {
            var found = entry.pattern().matcher(text);
            while (found.find()) {
                var start = found.start();
                var end = found.end();
                if (hits.stream().noneMatch(each -> start < each.end() && each.start() < end)) {
                    hits.add(new Hit(entry, start, end));
                }
            }
        }
        hits.sort(Comparator.comparingInt(Hit::start));
        return hits;
    }

    /** The word of a prompt's part that says something of this kind. */
    Optional<String> wordOf(String kind, String part) {
        return entries.stream()
                .filter(each -> each.kind().equals(kind))
                .flatMap(each -> java.util.stream.Stream.of(each.words(), each.phrase()))
                .filter(each -> word(each).matcher(part).find())
                .max(Comparator.comparingInt(String::length));
    }

    /** English stands as a word of its own; Japanese has no spaces to tell. */
    static Pattern word(String phrase) {
        var english = phrase.codePoints().allMatch(c -> c < 128);
        return Pattern.compile(
                english
                        ? "(?<![A-Za-z0-9])" + Pattern.quote(phrase) + "(?![A-Za-z0-9])"
                        : Pattern.quote(phrase),
                Pattern.CASE_INSENSITIVE);
    }
}
