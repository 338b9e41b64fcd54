package dev.easel.generator.research;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an instruction says itself that nothing is to be looked up.
 *
 * @param rest the instruction without those words, untouched if there are none
 */
public record Declined(boolean declined, @Nullable String rest) {
    /** Words that go on ("without research equipment") mean the picture and not us. */
    private static final String END = "(?=\\s*(?:$|[,.;:!?)\\n、。！)）-]|(?:and|then|but)\\b))";

    private static final String DONT = "(?:do\\s+not|don['’]?t)\\s+";

    private static final List<Pattern> PHRASES =
            List.of(
                    phrase(
                            "(?:ウェブ|web|ネット)?(?:リサーチ|検索)(?:は|を)?(?:なし|無し|不要|しない|せず|抜き)"
                                    + "(?:で|に)?(?:ください|下さい)?"),
                    phrase("調べ(?:ないで|ずに)(?:ください|下さい|いい(?:です)?)?"),
                    phrase("(?:今)?すぐに生成(?:して)?(?:ください|下さい)?"),
                    english(
                            "(?:without|no|skip|skipping)\\s+"
                                    + "(?:(?:the|any|web|online|internet)\\s+)*"
                                    + "(?:re)?search(?:ing)?(?:\\s+(?:the\\s+web|online))?"),
                    english(
                            DONT
                                    + "(?:do\\s+(?:any\\s+)?research|(?:re)?search"
                                    + "(?:\\s+(?:it|(?:for\\s+)?anything|(?:the\\s+)?"
                                    + "(?:web|internet)|online))?)"),
                    english(DONT + "look\\s+(?:it|anything|things)\\s+up"),
                    english(
                            "generate\\s+(?:(?:it|this)\\s+)?"
                                    + "(?:immediately|at\\s+once|right\\s+away|straight\\s+away)"));

    private static final String SEPARATOR = "[\\s、。,.;:!！(（)）-]*";

    public static Declined of(@Nullable String instruction) {
        if (instruction == null) {
            return new Declined(false, null);
        }
        var text = instruction;
        var found = false;
        for (var phrase : PHRASES) {
            var matcher = phrase.matcher(text);
            if (matcher.find()) {
                found = true;
                text = matcher.replaceAll(isAscii(matcher.group()) ? ", " : "、");
            }
        }
        if (!found) {
            return new Declined(false, instruction);
        }
        var rest = text.replaceAll("^" + SEPARATOR, "").replaceAll("[\\s、,;:(（-]*$", "");
        // Nothing but the phrase still has to be drawn somehow.
        return new Declined(true, rest.isBlank() ? instruction : rest);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(each -> each < 0x80 || each == '’');
    }

    private static Pattern english(String words) {
        return phrase("(?<![\\p{L}\\p{N}])(?:please\\s+)?(?:" + words + ")(?:\\s+please)?" + END);
    }

    private static Pattern phrase(String words) {
        return Pattern.compile(
                "[\\s、,;(（]*(?:" + words + ")[\\s、。,.;!！)）]*",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
