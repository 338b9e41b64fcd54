package dev.easel.generator.instruction;

import dev.easel.generator.render.Catalogue;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds names of what is installed in plain text. */
final class Installed {
    /** Looks like a name and not like a word: a digit, a plus or a capital inside. */
    private static final Pattern DISTINCT = Pattern.compile(".*(\\d|\\+|[A-Z].*[A-Z]|_).*");

    private Installed() {}

    /** The checkpoint that is meant, if it is the only one that can be. */
    static Optional<String> model(String said, Catalogue catalogue) {
        var names = catalogue.modelNames();
        if (names.contains(said)) {
            return Optional.of(said);
        }
        var wanted = plain(said);
        if (wanted.length() < 2) {
            return Optional.empty();
        }
        var same = names.stream().filter(each -> plain(each).equals(wanted)).toList();
        if (same.size() == 1) {
            return Optional.of(same.getFirst());
        }
        var containing = names.stream().filter(each -> plain(each).contains(wanted)).toList();
        return containing.size() == 1 ? Optional.of(containing.getFirst()) : Optional.empty();
    }

    static Optional<String> exactly(String said, List<String> names) {
        return names.stream().filter(each -> each.equalsIgnoreCase(said)).findFirst();
    }

    /**
     * The longest of the names that stands in the text as a word of its own.
     *
     * @param distinctOnly passes over names that may as well be ordinary words
     */
    static Optional<String> named(
            String text, List<String> names, BitSet read, boolean distinctOnly) {
        return names.stream()
                .filter(each -> !distinctOnly || DISTINCT.matcher(each).matches() || euler(each))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .filter(each -> {
                    var found = word(each, distinctOnly && euler(each)).matcher(text);
                    if (!found.find()) {
                        return false;
                    }
                    read.set(found.start(), found.end());
                    return true;
                })
                .findFirst();
    }

    /** The one family of samplers whose names are plain words; only with its capital. */
    private static boolean euler(String name) {
        return name.startsWith("Euler") || name.equals("Heun");
    }

    private static Pattern word(String name, boolean exactCase) {
        return Pattern.compile(
                "(?<![A-Za-z0-9+_-])" + Pattern.quote(name) + "(?![A-Za-z0-9+_-])",
                exactCase ? 0 : Pattern.CASE_INSENSITIVE);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
