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
    private static final String RETURN =
            "(?:戻|もど)(?!さな|さず|らな|らず|すな|しちゃ|しては)(?:して|す|したい|ろう|って)?(?:ください|ほしい|下さい)?";

    /**
     * "Its smile back" and "the background, back" are no steps back, so none of these may have an
     * object in front, nor be the rest of another of these that has one.
     */
    private static final String ALL =
            "(?:(?<![をはがもの]|だけ|のみ|一番|つ|ステップ|段階|[ぁ-ん一-龠ァ-ヶー][、,\\s]{1,2})"
                    + "|(?<=^(?:やっぱり|やっぱ|やはり|ごめん|いや)[、,\\s]{1,2}))";

    /** After it nothing may stand that the words could speak of instead. */
    private static final String END = "(?=\\s*(?:$|[,.!;、。]|(?:and|but|with|then|please)\\b))";

    private static final String NOT = "(?<!\\bnot |n['’]t |\\bdont |\\bnever )\\b";
    private static final String START =
            "(?:^|(?<=[,.;!、。]\\s{0,2})|(?<=\\b(?:and|then|please|now|just|actually) ))";
    private static final String BACK_TO_THE =
            "(?:"
                    + NOT
                    + "(?:go|revert|return|reset)(?:\\s+(?:it|this|that|everything|all))?\\s+(?:back\\s+)?"
                    + "|"
                    + NOT
                    + "(?:take|bring|change|turn|put|set)\\s+(?:it|this|that|everything|all)\\s+back\\s+"
                    + "|"
                    + START
                    + "back\\s+)to\\s+(?:the\\s+)?";
    private static final String WHOLE =
            "(?:\\s+(?:one|version|picture|image|settings?|state))?" + END;
    private static final String IT =
            "(?:\\s+(?:that|it|this|the\\s+last\\s+(?:change|step|edit)))?";
    private static final String COUNT = "(one|two|three|four|five|[1-9])";

    private static final Pattern FIRST =
            words(
                    ALL
                            + "(?:一番)?(?:最初|初め|はじめ|初期|オリジナル)"
                            + "(?:の(?:設定|状態|画像|絵|もの|やつ|バージョン|1枚))?(?:に|まで)"
                            + RETURN
                            + "|(?:最初|初め|はじめ)の(?:設定|画像|絵|もの|やつ|バージョン)で(?!き)"
                            + "|"
                            + BACK_TO_THE
                            + "(?:very\\s+)?(?:first|original|initial)"
                            + WHOLE
                            + "|"
                            + NOT
                            + "restore\\s+the\\s+(?:first|original|initial)"
                            + WHOLE
                            + "|^(?:the\\s+)?(?:first|original)\\s+(?:one|version|picture|image)"
                            + "(?=\\s*(?:,|but|with|and))");
    private static final Pattern STEPS =
            words(
                    ALL
                            + "([1-9一二三四五]|ひと|ふた|みっ)(?:つ|個|回|ステップ|段階)?前(?:の(?:設定|状態|画像|絵|バージョン|やつ|もの))?(?:に|まで)"
                            + RETURN
                            + "|"
                            + START
                            + "(?:go\\s+)?"
                            + COUNT
                            + "\\s+steps?\\s+back"
                            + END
                            + "|"
                            + START
                            + "go\\s+back\\s+"
                            + COUNT
                            + "\\s+steps?"
                            + END
                            + "|"
                            + NOT
                            + "undo\\s+(?:the\\s+)?last\\s+(two|three|four|five|[2-9])"
                            + "(?:\\s+(?:changes|steps|edits))?"
                            + END);
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
                            + "|(?:今の|さっきの|直前の|最後の)?変更を?(?:を|は)?(?:取り消|とりけ|キャンセル|なかったこと)"
                            + "(?!さな|さず|しな|にしな)[ぁ-ん]*"
                            + "|^(?:取り消して|取り消し|アンドゥ)"
                            + "|(?:^|(?<=[\\s,.]))"
                            + NOT
                            + "undo"
                            + IT
                            + END
                            + "|"
                            + BACK_TO_THE
                            + "previous"
                            + WHOLE
                            + "|"
                            + NOT
                            + "revert"
                            + IT
                            + END
                            + "|^(?:the\\s+)?(?:previous\\s+(?:one|version|picture|image)|one\\s+before)"
                            + "(?=\\s*(?:,|but|with|and))"
                            + "|^go\\s+back"
                            + END);

    /** Left over between the step back and what follows it; no beginning of another word. */
    private static final Pattern JOINT =
            words(
                    "^(?:から)?[\\s、。,.!]*(?:そして|(?:から|で|て)(?=[\\s、。,.!]|$)"
                            + "|(?:but(?:\\s+with)?|and(?:\\s+then)?|then|with|please)\\b"
                            + "|ください|下さい|お願いします)?[\\s、。,.!]*");

    private static final Pattern LEFT_OVER =
            words(
                    "^[\\s、。,.!]*(?:please|ください|下さい|お願いします|やっぱり|やっぱ|やはり|ごめん|いや|設定|thanks?)?[\\s、。,.!]*$");
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
