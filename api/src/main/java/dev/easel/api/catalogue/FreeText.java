package dev.easel.api.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes anybody's text fit to store and to show. Pure. */
public final class FreeText {
    private static final int CHARS_READ_MAX = 64 * 1024;
    private static final int WORD_CHARS_MAX = 100;
    private static final int LIST_MAX = 100;
    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!][^<>]{0,500}>");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern SEPARATOR = Pattern.compile("[,、，\\n]");

    private FreeText() {}

    /** A name or a title, on one line; absent if nothing is left. */
    public static @Nullable String line(@Nullable String text, int charsMax) {
        if (text == null) {
            return null;
        }
        var clean = SPACES.matcher(visible(text)).replaceAll(" ").strip();
        return clean.isEmpty() ? null : cut(clean, charsMax);
    }

    /** Sentences, perhaps written as a web page. */
    static @Nullable String prose(@Nullable String text, int charsMax) {
        return text == null ? null : line(MARKUP.matcher(head(text)).replaceAll(" "), charsMax);
    }

    /** Words between commas. They end up in prompts, where angle brackets would be commands. */
    static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(SEPARATOR.split(head(text), LIST_MAX + 1))
                        .limit(LIST_MAX)
                        .flatMap(word -> java.util.stream.Stream.ofNullable(word(word)))
                        .distinct()
                        .toList();
    }

    static @Nullable String word(String text) {
        return line(text.replace('<', ' ').replace('>', ' '), WORD_CHARS_MAX);
    }

    /** Cuts between characters, never inside one. */
    public static String cut(String text, int charsMax) {
        return text.codePointCount(0, text.length()) <= charsMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, charsMax)).strip();
    }

    /** Nothing that a terminal, a database or a reader's eye would be misled by. */
    private static String visible(String text) {
        var out = new StringBuilder();
        head(text)
                .codePoints()
                .map(c -> c == '\n' || c == '\t' || c == '\r' ? ' ' : c)
                .filter(c ->
                        switch (Character.getType(c)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.SURROGATE,
                                    Character.UNASSIGNED ->
                                    false;
                            default -> true;
                        })
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String head(String text) {
        return text.length() <= CHARS_READ_MAX ? text : text.substring(0, CHARS_READ_MAX);
    }
}
