package dev.easel.sandbox.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The pretended web: some pages on how pictures are asked for, found by the words they share. */
final class Corpus {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
    private static final Pattern LATIN = Pattern.compile("[a-z0-9+]{2,}");
    private static final Pattern EAST_ASIAN = Pattern.compile("[\\p{IsHan}\\p{IsKatakana}ー]{2,}");

    private final List<Page> pages;

    private Corpus(List<Page> pages) {
        this.pages = List.copyOf(pages);
    }

    static Corpus load() {
        return read("corpus.tsv");
    }

    /** Pages that want to be obeyed. */
    static Corpus hostile() {
        return read("hostile.tsv");
    }

    private static Corpus read(String resource) {
        try (var stream = Corpus.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Corpus(
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(Corpus::page)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page page(String line) {
        var cells = line.split("\t", -1);
        if (cells.length != 5) {
            throw new IllegalStateException("a page has five cells, not " + cells.length);
        }
        return new Page(cells[0], visible(cells[1]), cells[2], cells[3], visible(cells[4]));
    }

    /** What hides in a text is written as an escape, so that a reader of the file sees it. */
    private static String visible(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }

    List<Page> all() {
        return pages;
    }

    /** Those that share most words with the query, the query's language first among equals. */
    List<Page> find(String query, String language, int max) {
        var wanted = words(query);
        return pages.stream()
                .filter(page -> score(page, wanted) > 0)
                .sorted(
                        Comparator.<Page>comparingInt(page ->
                                        -2 * score(page, wanted)
                                                - (page.language().equals(language) ? 1 : 0))
                                .thenComparing(Page::url))
                .limit(max)
                .toList();
    }

    private static int score(Page page, Set<String> wanted) {
        var has = words(page.title() + " " + page.text());
        return (int) wanted.stream().filter(has::contains).count();
    }

    /** Latin words, and pairs of characters where words are written without spaces. */
    private static Set<String> words(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        var words = new HashSet<String>();
        LATIN.matcher(plain).results().forEach(match -> words.add(match.group()));
        EAST_ASIAN
                .matcher(plain)
                .results()
                .forEach(match -> {
                    var run = match.group();
                    for (int i = 0; i + 2 <= run.length(); i++) {
                        words.add(run.substring(i, i + 2));
                    }
                });
        return words;
    }
}
