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

    /** Enough of a longer name to mean it; "real" or "v6" are words of their own. */
    private static final Pattern PART_OF_A_NAME =
            Pattern.compile("(?=.*[A-Za-z])(?:.*[\\d_].*|.*[a-z][A-Z].*|.*[A-Z].*[A-Z].*)");

    private static final int PART_LENGTH_MIN = 4;

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
        if (wanted.length() < PART_LENGTH_MIN) {
            return Optional.empty();
        }
        var unversioned = names.stream().filter(each -> unversioned(each).equals(wanted)).toList();
        if (unversioned.size() == 1) {
            return Optional.of(unversioned.getFirst());
        }
        if (!PART_OF_A_NAME.matcher(said).matches()) {
            return Optional.empty();
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
                    var exact = distinctOnly && euler(each);
                    var found = (exact ? person(each) : word(each)).matcher(text);
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

    /** "a statue of Euler" is no sampler: the name stands first, or is asked for. */
    private static Pattern person(String name) {
        return Pattern.compile(
                "(?<=^|[^\\x00-\\x7f]\\s?|[,.;:!\\n\\d]\\s{0,2}|\\b(?:use|using|with|to|and|steps)\\s)"
                        + Pattern.quote(name)
                        + "(?![A-Za-z0-9+_-])(?=\\s*(?:$|[,.;!\\n\\d]|--|[^\\x00-\\x7f]"
                        + "|(?i:and|with|at|please|instead|karras|cfg|steps|seed)\\b))");
    }

    private static Pattern word(String name) {
        return Pattern.compile(
                "(?<![A-Za-z0-9+_-])" + Pattern.quote(name) + "(?![A-Za-z0-9+_-])",
                Pattern.CASE_INSENSITIVE);
    }

    /** The name without what follows its first number: "dreamshaper_8" is "dreamshaper". */
    private static String unversioned(String name) {
        return plain(name.replaceFirst("(?i)[ _.-]*v?\\d.*$", ""));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
