package dev.easel.generator.render;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant; only ever suggested, never put in place. */
final class Nearest {
    private static final double ENOUGH = 0.6;
    private static final int NAMES_MAX = 3;

    private Nearest() {}

    static List<String> to(String wanted, List<String> listed) {
        var plain = plain(wanted);
        record Scored(String name, double score) {}
        return listed.stream()
                .map(name -> new Scored(name, likeness(plain, plain(name))))
                .filter(each -> each.score() >= ENOUGH)
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .limit(NAMES_MAX)
                .map(Scored::name)
                .toList();
    }

    /** Case, width, separators, extension and version do not make two names different. */
    static String plain(String name) {
        return Checkpoint.withoutExtension(
                        Checkpoint.withoutHash(Normalizer.normalize(name, Normalizer.Form.NFKC)))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-_ .]+", " ")
                .replaceAll(" (v ?\\d+( \\d+)?|\\d{6})$", "")
                .strip();
    }

    private static double likeness(String a, String b) {
        return Math.max(jaroWinkler(a, b), sharedWords(a, b));
    }

    private static double sharedWords(String a, String b) {
        var left = new HashSet<>(Arrays.asList(a.split(" ", -1)));
        var right = new HashSet<>(Arrays.asList(b.split(" ", -1)));
        var both = new HashSet<>(left);
        both.retainAll(right);
        both.remove("");
        return (double) both.size() / Math.min(left.size(), right.size());
    }

    static double jaroWinkler(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        var range = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
        var used = new boolean[b.length()];
        var left = new StringBuilder();
        for (var i = 0; i < a.length(); i++) {
            var end = Math.min(b.length(), i + range + 1);
            for (var j = Math.max(0, i - range); j < end; j++) {
                if (!used[j] && a.charAt(i) == b.charAt(j)) {
                    used[j] = true;
                    left.append(a.charAt(i));
                    break;
                }
            }
        }
        var matches = left.length();
        if (matches == 0) {
            return 0;
        }
        var swapped = 0;
        for (int j = 0, k = 0; j < b.length(); j++) {
            if (used[j] && b.charAt(j) != left.charAt(k++)) {
                swapped++;
            }
        }
        var m = (double) matches;
        var jaro = (m / a.length() + m / b.length() + (m - swapped / 2.0) / m) / 3;
        var prefix = 0;
        while (prefix < Math.min(4, Math.min(a.length(), b.length()))
                && a.charAt(prefix) == b.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * 0.1 * (1 - jaro);
    }
}
