package dev.easel.bot.command;

import dev.easel.bot.text.UserText;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.dv8tion.jda.api.interactions.commands.Command.Choice;

/**
 * Which names could be meant by what was typed: those that begin with it, then those that contain
 * it, then the nearest. Neither case nor width counts.
 */
final class Suggestions {
    static final int CHOICES_MAX = 25;
    static final int CHOICE_CHARS_MAX = 100;

    private static final int NEAREST_MAX = 5;

    private record Ranked(String name, String folded, int rank, int distance) {}

    private Suggestions() {}

    static List<String> of(Collection<String> names, String typed) {
        var wanted = fold(typed);
        var matching =
                names.stream()
                        .distinct()
                        .map(n -> ranked(n, wanted))
                        .filter(r -> r.rank() < 2)
                        .sorted(Comparator.comparingInt(Ranked::rank))
                        .limit(CHOICES_MAX)
                        .map(Ranked::name)
                        .toList();
        return matching.isEmpty() ? nearest(names, wanted) : matching;
    }

    /** The names as choices; each stands for itself, or for all that begin with its first 100. */
    static List<Choice> choices(Collection<String> names, String typed) {
        return of(names, typed).stream().map(n -> choice(n, n)).toList();
    }

    /** A choice that Discord takes, whatever its length. */
    static Choice choice(String label, String value) {
        return new Choice(
                UserText.cut(label, CHOICE_CHARS_MAX),
                value.substring(0, Math.min(value.length(), CHOICE_CHARS_MAX)));
    }

    /** The name that was chosen: a choice holds at most 100 characters of it. */
    static String chosen(Collection<String> names, String value) {
        if (value.length() < CHOICE_CHARS_MAX || names.contains(value)) {
            return value;
        }
        var meant = names.stream().filter(n -> n.startsWith(value)).distinct().toList();
        return meant.size() == 1 ? meant.getFirst() : value;
    }

    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    }

    private static Ranked ranked(String name, String wanted) {
        var folded = fold(name);
        int rank = folded.startsWith(wanted) ? 0 : folded.contains(wanted) ? 1 : 2;
        return new Ranked(name, folded, rank, 0);
    }

    private static List<String> nearest(Collection<String> names, String wanted) {
        return names.stream()
                .distinct()
                .map(n -> {
                    var folded = fold(n);
                    return new Ranked(n, folded, 2, distance(folded, wanted));
                })
                .filter(r -> r.distance() <= Math.max(2, wanted.length() / 2))
                .sorted(Comparator.comparingInt(Ranked::distance))
                .limit(NEAREST_MAX)
                .map(Ranked::name)
                .toList();
    }

    /**
     * Edits that turn the beginning of a name into what was typed: people type the beginning first,
     * so what follows costs nothing.
     */
    private static int distance(String name, String typed) {
        var previous = new int[name.length() + 1];
        for (int i = 0; i <= name.length(); i++) {
            previous[i] = i;
        }
        for (int t = 1; t <= typed.length(); t++) {
            var current = new int[name.length() + 1];
            current[0] = t;
            for (int n = 1; n <= name.length(); n++) {
                int replaced =
                        previous[n - 1] + (name.charAt(n - 1) == typed.charAt(t - 1) ? 0 : 1);
                current[n] = Math.min(replaced, Math.min(previous[n], current[n - 1]) + 1);
            }
            previous = current;
        }
        return Arrays.stream(previous).min().orElse(typed.length());
    }
}
