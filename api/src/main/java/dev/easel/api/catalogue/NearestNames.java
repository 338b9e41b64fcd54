package dev.easel.api.catalogue;

import dev.easel.protocol.ModelFamily;
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
public final class NearestNames {
    private static final int NAMES_MAX = 3;
    private static final double SIMILARITY_MIN = 0.6;

    /** How alike another name must be to count at all. */
    private static final double HIT_MIN = 0.85;

    private static final double HIT_BONUS = 0.05;
    private static final double OTHER_SHARE = 0.95;
    private static final double PREFIX_WEIGHT = 0.1;
    private static final int PREFIX_CHARS_MAX = 4;
    private static final Pattern SEPARATORS = Pattern.compile("[-_ .+()\\[\\]]+");
    private static final Pattern VERSION =
            Pattern.compile("(?<=.)([-_ .]v?[0-9]+([._][0-9]+)*|[-_ ]0[0-9]{4,})$");
    private static final Pattern FILE_SUFFIX = Pattern.compile("\\.(safetensors|ckpt|pt)$");

    private NearestNames() {}

    /**
     * A name that there is, with what else leads to it: aliases, a title, trigger words.
     *
     * @param family what it is made for
     */
    public record Candidate(String name, List<String> also, ModelFamily family) {
        public Candidate {
            also = List.copyOf(also);
        }
    }

    /** At most three, best first. */
    public static List<String> to(String name, Collection<String> existing) {
        return to(
                name,
                existing.stream()
                        .map(n -> new Candidate(n, List.of(), ModelFamily.UNKNOWN))
                        .toList(),
                ModelFamily.UNKNOWN);
    }

    /** At most three; those that fit the family come first, then the most alike. */
    public static List<String> to(String name, Collection<Candidate> existing, ModelFamily family) {
        var wanted = normal(name);
        record Scored(Candidate candidate, double similarity) {}
        return existing.stream()
                .map(candidate -> new Scored(candidate, similarity(wanted, candidate)))
                .filter(scored -> scored.similarity() >= SIMILARITY_MIN)
                .sorted(
                        Comparator.comparing((Scored s) -> !s.candidate().family().fits(family))
                                .thenComparing(
                                        Comparator.comparingDouble(Scored::similarity).reversed())
                                .thenComparing(scored -> scored.candidate().name()))
                .map(scored -> scored.candidate().name())
                .distinct()
                .limit(NAMES_MAX)
                .toList();
    }

    /** Other names count a little less than the name itself, and a hit on them adds to it. */
    private static double similarity(String wanted, Candidate candidate) {
        var byName = similarity(wanted, normal(candidate.name()));
        var byOther =
                candidate.also().stream()
                        .mapToDouble(other -> similarity(wanted, normal(other)))
                        .max()
                        .orElse(0);
        return byOther >= HIT_MIN
                ? Math.min(1, Math.max(byName + HIT_BONUS, OTHER_SHARE * byOther))
                : byName;
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
