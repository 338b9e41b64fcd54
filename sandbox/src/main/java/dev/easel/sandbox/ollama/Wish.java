package dev.easel.sandbox.ollama;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an instruction asks for, as far as the phrase book goes.
 *
 * @param text the instruction, normalised
 * @param tags what to show, in the order it was said, people first
 * @param unwanted what not to show
 */
record Wish(
        String text,
        boolean japanese,
        List<String> tags,
        List<String> unwanted,
        OptionalInt steps,
        OptionalDouble cfgScale,
        OptionalLong seed,
        OptionalInt imageCount,
        OptionalInt width,
        OptionalInt height) {

    private static final Pattern NUMBERS_AND_WORDS =
            Pattern.compile(
                    "(?i)\\d+\\s*[x×]\\s*\\d+"
                            + "|(\\d+\\s*(ステップ|steps?)|(ステップ数?|steps?)\\s*[:=は]?\\s*\\d+)"
                            + "|cfg\\s*(scale|スケール)?\\s*[:=は]?\\s*\\d+(\\.\\d+)?"
                            + "|(シード値?|seed)\\s*[:=は]?\\s*\\d+"
                            + "|[0-9一二三四五六七八]\\s*(枚|images?|pictures?|pics?)"
                            + "|横長|縦長|正方形|ワイド|landscape orientation|portrait orientation"
                            + "|widescreen|square");
    private static final Pattern UNWANTED_AFTER =
            Pattern.compile("^(は|が|を|も)?(なし|無し|抜き|不要|いらない|入れない|描かない|ない)");
    private static final Pattern PEOPLE = Pattern.compile("\\d(girl|boy)s?");
    private static final Pattern POLITE =
            Pattern.compile(
                    "(?i)^(please\\s+)?((can|could) you\\s+)?"
                            + "((draw|generate|create|make|paint|render|show)(\\s+me)?\\s+)?"
                            + "((a|an|the|some)\\s+)?((picture|image|drawing)s?\\s+of\\s+)?"
                            + "((a|an|the|some)\\s+)?");
    private static final Pattern WITHOUT = Pattern.compile("(?i)^(no|without)\\s+(any\\s+)?");
    private static final Pattern ENGLISH_WOMAN =
            Pattern.compile("(?i)\\b(woman|girl|lady|princess|witch|queen)\\b");
    private static final Pattern ENGLISH_MAN =
            Pattern.compile("(?i)\\b(man|boy|guy|samurai|knight|king|wizard)\\b");
    private static final int LONG_SIDE = 768;
    private static final int SHORT_SIDE = 512;

    static Wish of(String instruction, Lexicon lexicon) {
        var text = Normalizer.normalize(instruction, Normalizer.Form.NFKC).strip();
        var tags = new ArrayList<String>();
        var unwanted = new LinkedHashSet<String>();
        collect(NUMBERS_AND_WORDS.matcher(text).replaceAll("、"), lexicon, tags, unwanted);
        tags.removeIf(unwanted::contains);
        var sides = Sides.of(text);
        return new Wish(
                text,
                text.codePoints().anyMatch(Wish::isJapanese),
                peopleFirst(tags),
                List.copyOf(unwanted),
                integer(text, "(\\d+)\\s*(?:ステップ|steps?)|(?:ステップ数?|steps?)\\s*[:=は]?\\s*(\\d+)"),
                decimal(text, "cfg\\s*(?:scale|スケール)?\\s*[:=は]?\\s*(\\d+(?:\\.\\d+)?)"),
                whole(text, "(?:シード値?|seed)\\s*[:=は]?\\s*(\\d+)"),
                count(text),
                sides.width(),
                sides.height());
    }

    String prompt() {
        var all = new LinkedHashSet<>(tags);
        if (all.isEmpty()) {
            all.add("concept art");
        }
        all.addAll(List.of("masterpiece", "best quality", "highly detailed"));
        return String.join(", ", all);
    }

    String negativePrompt() {
        var all = new LinkedHashSet<>(unwanted);
        all.addAll(List.of("lowres", "blurry", "worst quality", "low quality"));
        if (tags.stream().anyMatch(t -> PEOPLE.matcher(t).matches())) {
            all.addAll(List.of("bad anatomy", "bad hands", "extra fingers"));
        }
        all.addAll(List.of("text", "watermark", "jpeg artifacts"));
        return String.join(", ", all);
    }

    /** One sentence for the user, in the user's language. */
    String explanation() {
        var shown = String.join(", ", tags.subList(0, Math.min(6, tags.size())));
        return japanese
                ? "ご指示から「%s」を軸に構成しました。".formatted(shown)
                : "Composed around: %s.".formatted(shown);
    }

    /** Whether this very name stands in the instruction. */
    boolean names(String name) {
        return text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a file of this name fits what is asked for: named, or all its words are tags. */
    boolean speaksOf(String name) {
        if (names(name)) {
            return true;
        }
        var words =
                new HashSet<>(
                        List.of(String.join(" ", tags).toLowerCase(Locale.ROOT).split("[ ,]+")));
        return words.containsAll(List.of(name.toLowerCase(Locale.ROOT).split("[-_ .]+")));
    }

    private static void collect(
            String text, Lexicon lexicon, List<String> tags, Set<String> unwanted) {
        int at = 0;
        var english = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            var hit = lexicon.longestAt(text, at);
            if (hit.isPresent() && english.isEmpty()) {
                at += hit.get().phrase().length();
                var rest = text.substring(at, Math.min(text.length(), at + 8));
                var into = UNWANTED_AFTER.matcher(rest).find() ? unwanted : null;
                if (into == null) {
                    tags.addAll(hit.get().tags());
                } else {
                    into.addAll(hit.get().tags());
                }
            } else if (c < 128 && (Character.isLetterOrDigit(c) || " -'&/".indexOf(c) >= 0)) {
                english.append(c);
                at++;
            } else {
                english(english.toString(), tags, unwanted);
                english.setLength(0);
                // A phrase of the book may begin right where the English ended.
                at += lexicon.longestAt(text, at).isPresent() ? 0 : 1;
            }
        }
        english(english.toString(), tags, unwanted);
    }

    /** English is taken as it is, a tag per clause. */
    private static void english(String words, List<String> tags, Set<String> unwanted) {
        var clause = words.strip();
        if (clause.isEmpty()) {
            return;
        }
        var without = WITHOUT.matcher(clause);
        if (without.find()) {
            unwanted.add(clause.substring(without.end()).toLowerCase(Locale.ROOT));
            return;
        }
        var tag = POLITE.matcher(clause).replaceFirst("").strip();
        if (tag.length() < 2 || tag.matches("(?i)and|with|in|at|of|for|me|the")) {
            return;
        }
        if (ENGLISH_WOMAN.matcher(tag).find()) {
            tags.add("1girl");
        } else if (ENGLISH_MAN.matcher(tag).find()) {
            tags.add("1boy");
        }
        tags.add(tag);
    }

    private static List<String> peopleFirst(List<String> tags) {
        var sorted = new LinkedHashSet<String>();
        tags.stream().filter(t -> PEOPLE.matcher(t).matches()).forEach(sorted::add);
        sorted.addAll(tags);
        return List.copyOf(sorted);
    }

    private record Sides(OptionalInt width, OptionalInt height) {
        static Sides of(String text) {
            var given = Pattern.compile("(\\d{2,4})\\s*[x×]\\s*(\\d{2,4})").matcher(text);
            if (given.find()) {
                return of(Integer.parseInt(given.group(1)), Integer.parseInt(given.group(2)));
            }
            var lower = text.toLowerCase(Locale.ROOT);
            if (contains(lower, "横長", "ワイド", "パノラマ", "landscape orientation", "widescreen")) {
                return of(LONG_SIDE, SHORT_SIDE);
            }
            if (contains(lower, "縦長", "portrait orientation", "vertical")) {
                return of(SHORT_SIDE, LONG_SIDE);
            }
            if (contains(lower, "正方形", "square")) {
                return of(SHORT_SIDE, SHORT_SIDE);
            }
            return new Sides(OptionalInt.empty(), OptionalInt.empty());
        }

        private static Sides of(int width, int height) {
            return new Sides(OptionalInt.of(width), OptionalInt.of(height));
        }

        private static boolean contains(String text, String... words) {
            return List.of(words).stream().anyMatch(text::contains);
        }
    }

    private static OptionalInt count(String text) {
        var found =
                Pattern.compile("(?i)([0-9一二三四五六七八])\\s*(?:枚|images?|pictures?|pics?)")
                        .matcher(text);
        if (!found.find()) {
            return OptionalInt.empty();
        }
        int kanji = "一二三四五六七八".indexOf(found.group(1));
        return OptionalInt.of(kanji >= 0 ? kanji + 1 : Integer.parseInt(found.group(1)));
    }

    private static OptionalInt integer(String text, String pattern) {
        return first(text, pattern, 6)
                .map(Integer::parseInt)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static OptionalLong whole(String text, String pattern) {
        return first(text, pattern, 10)
                .map(Long::parseLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble decimal(String text, String pattern) {
        return first(text, pattern, 6)
                .map(Double::parseDouble)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /** The first group that matched, unless it is absurdly long. */
    private static Optional<String> first(String text, String pattern, int charsMax) {
        var found = Pattern.compile("(?i)" + pattern).matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= found.groupCount(); group++) {
            var value = found.group(group);
            if (value != null && value.length() <= charsMax) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static boolean isJapanese(int codePoint) {
        var script = Character.UnicodeScript.of(codePoint);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }
}
