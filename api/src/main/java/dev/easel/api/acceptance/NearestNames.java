package dev.easel.api.acceptance;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names most like one that does not exist. Alike is the better of Jaro-Winkler (typing errors)
 * and shared words (other order, words left out), on names without case, punctuation and version.
 */
final class NearestNames {
    private static final int NAMES_MAX = 3;
    private static final double SIMILARITY_MIN = 0.6;
    private static final double PREFIX_WEIGHT = 0.1;
    private static final int PREFIX_CHARS_MAX = 4;
    private static final Pattern SEPARATORS = Pattern.compile("[-_ .+()\\[\\]]+");
    private static final Pattern VERSION =
            Pattern.compile("(?<=.)([-_ .]v?[0-9]+([._][0-9]+)*|[-_ ]0[0-9]{4,})$");
    private static final Pattern FILE_SUFFIX = Pattern.compile("\\.(safetensors|ckpt|pt)$");

    private NearestNames() {}

    /** At most three, best first. */
    static List<String> to(String name, Collection<String> existing) {
        var wanted = normal(name);
        record Scored(String name, double similarity) {}
        return existing.stream()
                .distinct()
                .map(candidate -> new Scored(candidate, similarity(wanted, normal(candidate))))
                .filter(scored -> scored.similarity() >= SIMILARITY_MIN)
                .sorted(
                        Comparator.comparingDouble(Scored::similarity)
                                .reversed()
                                .thenComparing(Scored::name))
                .limit(NAMES_MAX)
                .map(Scored::name)
                .toList();
    }

    static String normal(String name) {
        var text = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        text = FILE_SUFFIX.matcher(text).replaceFirst("");
        text = VERSION.matcher(text).replaceFirst("");
        return SEPARATORS.matcher(text).replaceAll(" ").strip();
    }

    static double similarity(String a, String b) {
        return a.equals(b) ? 1 : Math.max(jaroWinkler(a, b), sharedWords(a, b));
    }

    /** How much of the shorter name's words the longer one has. */
    private static double sharedWords(String a, String b) {
        var wordsA = new HashSet<>(Arrays.asList(a.split(" ", -1)));
        var wordsB = new HashSet<>(Arrays.asList(b.split(" ", -1)));
        wordsA.remove("");
        wordsB.remove("");
        if (wordsA.isEmpty() || wordsB.isEmpty()) {
            return 0;
        }
        var shared = new HashSet<>(wordsA);
        shared.retainAll(wordsB);
        var chars = shared.stream().mapToInt(String::length).sum();
        var all =
                Math.min(
                        wordsA.stream().mapToInt(String::length).sum(),
                        wordsB.stream().mapToInt(String::length).sum());
        // Never quite 1: the same words in another order are not the same name.
        return 0.95 * chars / all;
    }

    private static double jaroWinkler(String a, String b) {
        var jaro = jaro(a.codePoints().toArray(), b.codePoints().toArray());
        var prefix = 0;
        while (prefix < Math.min(PREFIX_CHARS_MAX, Math.min(a.length(), b.length()))
                && a.charAt(prefix) == b.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
    }

    private static double jaro(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return 0;
        }
        var window = Math.max(0, Math.max(a.length, b.length) / 2 - 1);
        var matchedB = new boolean[b.length];
        var fromA = new int[a.length];
        var matches = 0;
        for (int i = 0; i < a.length; i++) {
            var end = Math.min(b.length - 1, i + window);
            for (int j = Math.max(0, i - window); j <= end; j++) {
                if (!matchedB[j] && a[i] == b[j]) {
                    matchedB[j] = true;
                    fromA[matches++] = a[i];
                    break;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        double m = matches;
        return (m / a.length + m / b.length + (m - transpositions(fromA, b, matchedB)) / m) / 3;
    }

    private static double transpositions(int[] fromA, int[] b, boolean[] matchedB) {
        var k = 0;
        var out = 0;
        for (int j = 0; j < b.length; j++) {
            if (matchedB[j] && fromA[k++] != b[j]) {
                out++;
            }
        }
        return out / 2.0;
    }
}
