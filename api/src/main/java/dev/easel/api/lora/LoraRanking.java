package dev.easel.api.lora;

import dev.easel.api.catalogue.LoraCard;
import dev.easel.protocol.ModelFamily;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which LoRAs a language model is told about, if there are too many to tell of all. Those that are
 * named come first whatever else holds, then those that the instruction speaks of, then those used
 * lately. Pure.
 */
final class LoraRanking {
    private static final int WHOLE_NAME_POINTS = 2;
    private static final int NAME_POINTS = 4;
    private static final int KEYWORD_POINTS = 3;
    private static final int DESCRIPTION_POINTS = 1;
    private static final int DESCRIPTION_POINTS_MAX = 6;
    private static final int WORD_CHARS_MIN = 3;

    /** Asking for the script of each Latin letter would take most of the time. */
    private static final int FIRST_JAPANESE = 0x2E80;

    private LoraRanking() {}

    record Candidate(String name, LoraCard card) {}

    /**
     * What a request says about itself.
     *
     * @param named LoRAs that it, or settings that hold for it, name
     * @param family of its model; UNKNOWN if the model is not fixed
     * @param usesLately by name
     */
    record About(
            String instruction,
            Set<String> named,
            ModelFamily family,
            Map<String, Integer> usesLately) {}

    static List<Candidate> best(List<Candidate> candidates, About about, int most) {
        record Ranked(Candidate candidate, int points) {}
        var subject = Subject.of(about.instruction());
        return candidates.stream()
                .map(c -> new Ranked(c, points(c, subject)))
                .sorted(
                        Comparator.comparing(
                                        (Ranked r) -> !about.named().contains(r.candidate().name()))
                                .thenComparing(
                                        r -> !r.candidate().card().family().fits(about.family()))
                                .thenComparing(Comparator.comparingInt(Ranked::points).reversed())
                                .thenComparing(r ->
                                        -about.usesLately().getOrDefault(r.candidate().name(), 0))
                                .thenComparing(r -> r.candidate().name()))
                .limit(most)
                .map(Ranked::candidate)
                .toList();
    }

    private static int points(Candidate candidate, Subject subject) {
        var card = candidate.card();
        var points = subject.speaksOf(candidate.name()) ? NAME_POINTS : 0;
        points += subject.hasWhole(candidate.name()) ? WHOLE_NAME_POINTS : 0;
        points += KEYWORD_POINTS * keywords(card).filter(subject::speaksOf).limit(3).count();
        return points
                + Math.min(
                        DESCRIPTION_POINTS_MAX,
                        DESCRIPTION_POINTS * subject.shared(card.description()));
    }

    private static Stream<String> keywords(LoraCard card) {
        return Stream.of(card.triggers().stream(), card.tags().stream(), title(card))
                .flatMap(words -> words)
                .distinct();
    }

    private static Stream<String> title(LoraCard card) {
        return card.title() == null ? Stream.empty() : Stream.of(card.title());
    }

    /**
     * An instruction taken apart. Japanese has no spaces, so there pairs of neighbouring characters
     * take the place of words.
     */
    private record Subject(String text, Set<String> words, Set<String> pairs) {
        static Subject of(String instruction) {
            var text = Words.normal(instruction);
            return new Subject(text, words(text), pairs(text));
        }

        /** Whether it has all words of a keyword, or a keyword without spaces somewhere inside. */
        boolean speaksOf(String keyword) {
            var normal = Words.normal(keyword);
            if (hasJapanese(normal)) {
                return normal.codePointCount(0, normal.length()) >= 2 && text.contains(normal);
            }
            var word = nextWord(normal, 0);
            var found = false;
            while (word != null) {
                if (word.counts()) {
                    if (!words.contains(word.text())) {
                        return false;
                    }
                    found = true;
                }
                word = nextWord(normal, word.end());
            }
            return found;
        }

        /** Not as a part of a longer name. */
        boolean hasWhole(String name) {
            var normal = Words.normal(name);
            if (normal.isEmpty()) {
                return false;
            }
            for (int at = text.indexOf(normal); at >= 0; at = text.indexOf(normal, at + 1)) {
                var end = at + normal.length();
                if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                    return true;
                }
            }
            return false;
        }

        int shared(@Nullable String description) {
            if (description == null) {
                return 0;
            }
            var normal = Words.normal(description);
            var both = words(normal);
            both.retainAll(words);
            if (pairs.isEmpty()) {
                return both.size();
            }
            var pairsOfBoth = pairs(normal);
            pairsOfBoth.retainAll(pairs);
            return both.size() + pairsOfBoth.size();
        }

        private static Set<String> words(String text) {
            var words = new HashSet<String>();
            for (var word = nextWord(text, 0); word != null; word = nextWord(text, word.end())) {
                if (word.counts()) {
                    words.add(word.text());
                }
            }
            return words;
        }

        /** Letters and digits without a gap, and where they end. */
        private record Word(String text, int end) {
            boolean counts() {
                return text.length() >= WORD_CHARS_MIN && !hasJapanese(text);
            }
        }

        /** By hand, since this is done for each of the words of thousands of LoRAs. */
        private static @Nullable Word nextWord(String text, int from) {
            var start = from;
            while (start < text.length() && !isInWord(text.codePointAt(start))) {
                start += Character.charCount(text.codePointAt(start));
            }
            var end = start;
            while (end < text.length() && isInWord(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            return end == start ? null : new Word(text.substring(start, end), end);
        }

        private static boolean isInWord(int point) {
            return switch (Character.getType(point)) {
                case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                default -> Character.isLetterOrDigit(point);
            };
        }

        /** Particles and endings are hiragana; a pair of two of them says nothing. */
        private static Set<String> pairs(String text) {
            var pairs = new HashSet<String>();
            var points = text.codePoints().toArray();
            for (int i = 0; i + 1 < points.length; i++) {
                if (isJapanese(points[i])
                        && isJapanese(points[i + 1])
                        && !(isHiragana(points[i]) || isHiragana(points[i + 1]))) {
                    pairs.add(new String(points, i, 2));
                }
            }
            return pairs;
        }

        private static boolean hasJapanese(String text) {
            for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
                if (isJapanese(text.codePointAt(i))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isJapanese(int point) {
            if (point < FIRST_JAPANESE) {
                return false;
            }
            return switch (Character.UnicodeScript.of(point)) {
                case HAN, HIRAGANA, KATAKANA -> true;
                default -> point == 'ー';
            };
        }

        private static boolean isHiragana(int point) {
            return Character.UnicodeScript.of(point) == Character.UnicodeScript.HIRAGANA;
        }
    }
}
