package dev.easel.generator.refine;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An instruction that plainly goes back to an earlier step, and perhaps on from there.
 *
 * @param back how many steps; {@link Delta.Base#FIRST} for the oldest of all
 * @param rest what else it says; empty if nothing
 */
record Backward(int back, String rest) {
    private static final String RETURN = "(?:戻|もど)(?:して|す|したい|ろう|って)?(?:ください|ほしい|下さい)?";

    /** "Its smile back" is no step back, so none of these may have an object in front. */
    private static final String ALL = "(?<![をはがもの]|色を)";

    private static final Pattern FIRST =
            words(
                    ALL
                            + "(?:一番)?(?:最初|初め|はじめ|初期|オリジナル)"
                            + "(?:の(?:設定|状態|画像|絵|もの|やつ|バージョン|1枚))?(?:に|まで)"
                            + RETURN
                            + "|(?:最初|初め|はじめ)の(?:設定|画像|絵|もの|やつ|バージョン)で(?!き)"
                            + "|(?:go\\s+|revert\\s+|return\\s+|reset\\s+)?(?:back\\s+)?to\\s+the\\s+(?:very\\s+)?"
                            + "(?:first|original|initial)(?:\\s+(?:one|version|picture|image|settings?|state))?"
                            + "|restore\\s+the\\s+(?:first|original|initial)(?:\\s+(?:one|version|picture|image|settings?))?"
                            + "|^(?:the\\s+)?(?:first|original)\\s+(?:one|version|picture|image)"
                            + "(?=\\s*(?:,|but|with|and))");
    private static final Pattern STEPS =
            words(
                    ALL
                            + "([1-9一二三四五]|ひと|ふた|みっ)(?:つ|個|回|ステップ|段階)?前(?:の(?:設定|状態|画像|絵|バージョン|やつ|もの))?(?:に|まで)"
                            + RETURN
                            + "|(?:go\\s+)?(one|two|three|four|five|[1-9])\\s+steps?\\s+back"
                            + "|undo\\s+(?:the\\s+)?last\\s+(two|three|four|five|[2-9])"
                            + "(?:\\s+(?:changes|steps|edits))?");
    private static final Pattern ONE =
            words(
                    ALL
                            + "(?:元|もと)(?:の(?:設定|状態|画像|絵))?に"
                            + RETURN
                            + "|"
                            + ALL
                            + "前(?:回)?(?:の(?:設定|状態|画像|絵|バージョン|やつ|もの))?に"
                            + RETURN
                            + "|^やっぱり(?:元に)?"
                            + RETURN
                            + "|(?:今の|さっきの|直前の|最後の)?変更を?(?:を|は)?(?:取り消|とりけ|キャンセル|なかったこと)[ぁ-ん]*"
                            + "|^(?:取り消して|取り消し|アンドゥ)"
                            + "|(?:^|(?<=[\\s,.]))undo(?:\\s+(?:that|it|this|the\\s+last\\s+(?:change|step|edit)))?"
                            + "(?=\\s*(?:$|[,.!]|and|but|please|then))"
                            + "|(?:go\\s+|revert\\s+|return\\s+)?back\\s+to\\s+(?:the\\s+)?previous"
                            + "(?:\\s+(?:one|version|picture|image|settings?))?"
                            + "|revert(?:\\s+(?:that|it|this|the\\s+last\\s+(?:change|step|edit)))?"
                            + "(?=\\s*(?:$|[,.!]|and|but|please))"
                            + "|^(?:the\\s+)?(?:previous\\s+(?:one|version|picture|image)|one\\s+before)"
                            + "(?=\\s*(?:,|but|with|and))"
                            + "|^go\\s+back(?=\\s*(?:$|[,.!]|and|but|please))");

    /** Left over between the step back and what follows it. */
    private static final Pattern JOINT =
            words(
                    "^[\\s、。,.!]*(?:から|、?そして|で、?|て、?|but(?:\\s+with)?|and(?:\\s+then)?|then|with"
                            + "|please|ください|下さい|お願いします)?[\\s、。,.!]*");

    private static final Pattern LEFT_OVER =
            words("^[\\s、。,.!]*(?:please|ください|下さい|お願いします|やっぱり|設定|thanks?)?[\\s、。,.!]*$");
    private static final List<String> ENGLISH = List.of("one", "two", "three", "four", "five");

    static Optional<Backward> in(String instruction) {
        var text = Normalizer.normalize(instruction, Normalizer.Form.NFKC).strip();
        var first = FIRST.matcher(text);
        if (first.find()) {
            return Optional.of(
                    new Backward(Delta.Base.FIRST, rest(text, first.start(), first.end())));
        }
        var steps = STEPS.matcher(text);
        if (steps.find()) {
            for (var i = 1; i <= steps.groupCount(); i++) {
                if (steps.group(i) != null) {
                    return Optional.of(
                            new Backward(
                                    number(steps.group(i)),
                                    rest(text, steps.start(), steps.end())));
                }
            }
        }
        var one = ONE.matcher(text);
        return one.find()
                ? Optional.of(new Backward(1, rest(text, one.start(), one.end())))
                : Optional.empty();
    }

    private static int number(String said) {
        var english = ENGLISH.indexOf(said.toLowerCase(java.util.Locale.ROOT));
        if (english >= 0) {
            return english + 1;
        }
        return switch (said) {
            case "ひと", "一" -> 1;
            case "ふた", "二" -> 2;
            case "みっ", "三" -> 3;
            case "四" -> 4;
            case "五" -> 5;
            default -> Integer.parseInt(said);
        };
    }

    private static String rest(String text, int start, int end) {
        var before = text.substring(0, start).strip();
        var after = JOINT.matcher(text.substring(end)).replaceFirst("").strip();
        var left =
                before.isEmpty() || LEFT_OVER.matcher(before).matches()
                        ? after
                        : after.isEmpty() ? before : before + " " + after;
        return LEFT_OVER.matcher(left).matches() ? "" : left;
    }

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
