package dev.easel.generator.instruction;

import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain wishes of one instruction, Japanese or English, full-width digits included. What
 * may as well describe the picture ("a landscape", "the stairs have 30 steps") is left alone.
 */
final class PlainWords {
    private static final Pattern ASPECT_FLAG =
            flag("(?:ar|aspect)", "(\\d{1,4})\\s*[:/x]\\s*(\\d{1,4})");

    /** A time of day, a score, a verse or the face of a clock is no shape. */
    private static final String NO_RATIO_AFTER =
            "(?<!\\b(?:showing|shows|reads|reading|scores?|psalms?|verse|genesis|john)\\s)"
                    + "(?<!(?:時計|時刻|時間|スコア|得点)[がはを]?\\s?)"
                    + "(?!(?<=\\bat\\s)\\d{1,2}:\\d\\d)";

    private static final String NO_RATIO_BEFORE =
            "(?![\\d:])(?!\\s*(?:[ap]m\\b|[ap]\\.m|o['’]?clock|頃|ごろ"
                    + "|in\\s+the\\s+(?:morning|afternoon|evening)|at\\s+night))";
    private static final Pattern ASPECT =
            words(
                    "(?:アスペクト比|縦横比|比率|aspect ratio|ratio)(?:は|を|:|=|of)?\\s*"
                            + "(\\d{1,2})\\s*[:対]\\s*(\\d{1,2})|"
                            + NO_RATIO_AFTER
                            + "(?<![\\d:])(16|9|4|3|2|21|1|5)\\s*:\\s*(9|16|3|4|2|1|21|5)"
                            + NO_RATIO_BEFORE);
    private static final Pattern SIZE =
            words("(?<![\\d.:])(\\d{2,5})\\s*[x×*]\\s*(\\d{2,5})(?![\\d%])(?:\\s*(?:px|ピクセル))?");
    private static final Pattern SIZE_FLAG = flag("size", "(\\d{1,5})\\s*[x×*]\\s*(\\d{1,5})");
    private static final String END = "(?=\\s*(?:$|[,.、。]))";

    /** A sofa may be wide without the picture being so. */
    private static final String OF_THE_PICTURE =
            "(?!(?=[\\p{IsKatakana}のな])[のな]?+(?!\\s*$|[、。でにをがは]|画|絵|写真|構図|イラスト|サイズ|比率|"
                    + "フォーマット|レイアウト|バージョン|キャンバス|壁紙|バナー|ポスター|パノラマ|シーン|"
                    + "背景|風景|景色|夜景|街))";

    private static final Pattern LANDSCAPE =
            words(
                    "(?:横長|横位置|横画面|ワイド画面)"
                            + OF_THE_PICTURE
                            + "|landscape\\s+(?:orientation|format|mode|layout|aspect)"
                            + "|in\\s+landscape"
                            + END
                            + "|wide\\s?screen(?=\\s*(?:$|[,.、。でに]|--"
                            + "|(?:format|images?|pictures?|aspect|version|please|and)\\b))|"
                            + bare("landscape|ランドスケープ"));
    private static final Pattern PORTRAIT =
            words(
                    "(?:縦長|縦位置|縦画面)"
                            + OF_THE_PICTURE
                            + "|portrait\\s+(?:orientation|format|mode|layout|aspect)"
                            + "|in\\s+portrait"
                            + END
                            + "|vertical\\s+(?:format|image|picture)(?!\\s+(?:frame|rail))"
                            + "|ポートレートサイズ|"
                            + bare("portrait|ポートレート"));
    private static final Pattern SQUARE =
            words(
                    "正方形(?!の)"
                            + "|square\\s+(?:format|image|picture|aspect|canvas)(?!\\s+(?:frame|rail))|"
                            + bare("square|スクエア"));

    /** "二枚貝", "8枚切り" and "2枚目" are no counts of pictures, and neither is "3枚の葉". */
    private static final String OF_PICTURES =
            "(?!の(?!画像|絵|写真|イラスト)|おろし"
                    + "|(?!画像|写真|イラスト|バリエーション|パターン|[描作生出欲頼頂願選見分全程同])"
                    + "[\\p{IsHan}\\p{IsKatakana}])";

    private static final Pattern COUNT =
            words(
                    "(?<!もう)(?<![\\d.一二三四五六七八九十百千])([0-9]{1,4}|[一二三四五六七八九十])\\s*枚"
                            + OF_PICTURES
                            + "|(?<!\\b(?:with|holding|hold|holds|of|has|have|having|showing|the)\\s)"
                            + "(?<![\\w.])(\\d{1,4}|one|two|three|four|five|six|seven|eight)\\s+"
                            + "(?:images?|pictures?|pics?|variations?|versions?)(?![a-z])"
                            + "(?!\\s+(?:on\\b|in\\b|hang))");
    private static final Pattern COUNT_FLAG = flag("(?:count|images|n)", "(\\d{1,4})");
    private static final Pattern STEPS =
            words(
                    "(?<!\\w\\swith\\s)(?<!\\b(?:taking|takes|take|of|the|has|climbing)\\s)"
                            + "(?<![\\w.])(\\d{1,5})\\s*(?:ステップ|steps?(?=\\s*(?:$|[,.;、。]|--"
                            + "|[^\\x00-\\x7f]|(?:and|with|please|at|for|using|instead)\\b)))"
                            + "|(?:ステップ数?|(?<![a-z])steps?)\\s*(?:は|を|to|[:=])?\\s*(\\d{1,5})");
    private static final Pattern STEPS_FLAG = flag("steps", "(\\d{1,5})");
    private static final Pattern STAIRS = words("階段|段差|stair|ladder|dance");
    private static final Pattern CFG =
            words(
                    "(?<![a-z])cfg(?:\\s*(?:scale|スケール))?\\s*(?:は|を|to|[:=])?\\s*(\\d{1,4}(?:\\.\\d{1,3})?)");
    private static final Pattern CFG_FLAG = flag("cfg", "(\\d{1,4}(?:\\.\\d{1,3})?)");

    /** A bare "seed 5" is read where it stands alone; birds eat "seed 5 times" as well. */
    private static final Pattern SEED =
            words(
                    "シード値?\\s*(?:は|を|to|[:=#])?\\s*(\\d{1,18}+)(?!\\s*[個つ粒番])"
                            + "|(?<![a-z])seed\\s*(?:は|を|[:=#])\\s*(\\d{1,18})"
                            + "|(?:(?<=^|[,.;:!\\n、。]\\s{0,2}|[^\\x00-\\x7f]\\s{0,2}|\\d\\s)"
                            + "|(?<=\\b(?:use|using|with|set|the|and|keep|same|fix|steps|images)\\s))"
                            + "seed\\s*(?:to\\s+)?(\\d{1,18}+)"
                            + "(?=\\s*(?:$|[,.;!\\n、。]|--|[^\\x00-\\x7f]"
                            + "|(?:and|with|please|but|for|at|instead|again|steps|cfg)\\b))");

    private static final Pattern SEED_FLAG = flag("seed", "(\\d{1,18})");
    private static final String NOT =
            "(?![ぁ-ん使用変更必要]{0,8}(?:な(?:い|く|か|し|$|[、。])|ず(?:に|$|[、。])|変えぬ|いけ|不要|禁止|無|"
                    + "んで(?:$|[、。])|だめ|ダメ|駄目))";

    private static final String NEVER =
            "(?<!(?:\\bnot|n['’]t|\\bdont|\\bnever|\\bwithout|\\bno|\\binstead of)\\s[a-z ]{0,14})";

    private static final String NOT_A_PLANT =
            "(?=\\s*(?:$|[,.;:!\\n、。でにを]|--"
                    + "|(?:please|and|with|but|for|this|now|instead|each|every)\\b))";

    private static final Pattern FRESH =
            words(
                    "シード値?+(?:だけ|のみ)?+[をはも]?+(?:変え(?![なずんぬ])|変更|ランダム|別|新し)"
                            + NOT
                            + "[ぁ-んァ-ン]*"
                            + "|(?:別|違う|新しい|ランダムな?)の?シード値?+[でに]?+"
                            + NOT
                            + "|"
                            + NEVER
                            + "\\b(?:(?:new|another|different|random|fresh)"
                            + "|(?:chang(?:e|ing)|randomi[sz](?:e|ing))\\s+the)\\s+seed"
                            + NOT_A_PLANT);
    private static final Pattern NO_FLAG =
            words("(?<!\\S)--no[ =]+([^\\n]+?)(?=\\s+--[a-z]|\\s*(?:\\n|$))");
    private static final String NAME = "\"?([^\",、。\\n]+?)\"?(?=\\s+--[a-z]|\\s*[,、。\\n]|\\s*$)";
    private static final Pattern MODEL_FLAG = words("(?<!\\S)--model[ =]+" + NAME);
    private static final Pattern SAMPLER_FLAG = words("(?<!\\S)--sampler[ =]+" + NAME);
    private static final Pattern SCHEDULER_FLAG = words("(?<!\\S)--scheduler[ =]+" + NAME);
    private static final Pattern MODEL =
            words(
                    "(?:モデル|チェックポイント|(?<![a-z])(?:model|checkpoint))\\s*(?:は|を|に|[:=])\\s*"
                            + "([A-Za-z0-9][\\w.+-]{1,80})"
                            + "|(?:use|with)\\s+(?:the\\s+)?(?:model|checkpoint)\\s+([a-z0-9][\\w.+-]{1,80})"
                            + "|(?:use|with)\\s+(?:the\\s+)?([a-z0-9][\\w.+-]{1,80})\\s+(?:model|checkpoint)"
                            + "|(?<![\\w-])([A-Za-z0-9][\\w.+-]{1,80})\\s*(?:の)?(?:モデル|チェックポイント)で");

    /** Cameras, cars and kits have models too: these words speak of the renderer's alone. */
    private static final Pattern CHECKPOINT = words("チェックポイント|checkpoint");

    private static final Pattern OPENS_A_CLAUSE = words("(?:^|[,、。;\\n])\\s*$");
    private static final Pattern CLOSES_A_CLAUSE =
            words("\\G(?:\\s*(?:$|[,、。.])|で\\s*(?:$|[,、。]|お願い)|に(?:$|[,、。]|して|変)|を使)");
    private static final Pattern NEAR_SAMPLER = words("サンプラー|sampler|サンプリング|sampling");
    private static final Pattern NEAR_SCHEDULER = words("スケジューラー?|(?<![a-z])schedulers?(?![a-z])");

    /**
     * What is left of an instruction that states settings and nothing else. Possessive, so that a
     * long row of dots costs no stack; no entry may therefore be the beginning of a later one.
     */
    private static final Pattern FILLER =
            words(
                    "\\G(?:[\\s,.、。!:;・-]|にして|してください|してほしい|ください|ほしい|お願いします|お願い|おねがい|"
                            + "変えて|変更して|変更|作って|生成して|生成|描いて|出して|使って|画像|絵|サイズ|解像度|枚数|"
                            + "サンプラー|スケジューラー?|モデル|だけ|もう|して|を|は|が|に|で|も|の|と|"
                            + "(?:please|make|set|give|me|it|to|use|using|with|and|in|the|an?|change|at|of|"
                            + "render|generate|draw|instead|just|only|now|size|sampler|scheduler|model|"
                            + "this|that|again|keep|same|number|images?)(?![a-z]))++");

    private static final List<String> NUMBERS =
            List.of("one", "two", "three", "four", "five", "six", "seven", "eight");
    private static final long SEED_MAX = (1L << 32) - 1;

    private final String instruction;
    private final String text;
    private final Catalogue catalogue;
    private final BitSet read = new BitSet();
    private final BitSet forCode = new BitSet();
    private final List<Notice> notices = new ArrayList<>();

    PlainWords(String instruction, Catalogue catalogue) {
        this.instruction = instruction;
        this.text = Normalizer.normalize(instruction, Normalizer.Form.NFKC);
        this.catalogue = catalogue;
    }

    PlainWishes read() {
        var unwanted = unwanted();
        var model = model();
        var sampler = sampler();
        var scheduler = scheduler();
        var sides = sides();
        var shape = shape();
        var count = within("image_count", number(COUNT_FLAG, COUNT), 1, 8);
        var steps =
                within(
                        "steps",
                        number(STEPS_FLAG, STAIRS.matcher(text).find() ? null : STEPS),
                        1,
                        150);
        var cfg = scale();
        var seed = seed();
        var rest = forCode.isEmpty() ? instruction : without(forCode).strip();
        return new PlainWishes(
                rest,
                !read.isEmpty() && onlyFillerLeft(),
                shape,
                sides,
                count,
                steps,
                cfg,
                seed,
                sampler,
                scheduler,
                model,
                unwanted,
                notices);
    }

    private @Nullable Matcher find(@Nullable Pattern flag, @Nullable Pattern words) {
        if (flag != null) {
            var found = flag.matcher(text);
            if (found.find()) {
                read.set(found.start(), found.end());
                forCode.set(found.start(), found.end());
                return found;
            }
        }
        if (words != null) {
            var found = words.matcher(text);
            while (found.find()) {
                if (!read.get(found.start())) {
                    read.set(found.start(), found.end());
                    return found;
                }
            }
        }
        return null;
    }

    private List<String> unwanted() {
        var found = find(NO_FLAG, null);
        return found == null
                ? List.of()
                : Arrays.stream(found.group(1).split("[,、]", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .limit(20)
                        .toList();
    }

    private Shape.@Nullable Sides sides() {
        var found = find(SIZE_FLAG, SIZE);
        if (found == null) {
            return null;
        }
        var width = Long.parseLong(group(found));
        var height = Long.parseLong(found.group(found.groupCount()));
        if (found.pattern() == SIZE && !isPicture(found, width, height)) {
            read.clear(found.start(), found.end());
            return null;
        }
        var sides = Shape.Sides.of(width, height);
        if (sides.width() != width || sides.height() != height) {
            notices.add(Notice.of(Notice.Kind.OUT_OF_RANGE, "size", width + "x" + height, sides));
        }
        return sides;
    }

    /** A grid of 100x100 or a panel of 128x64 stands in the picture, unless it counts pixels. */
    private static boolean isPicture(Matcher found, long width, long height) {
        var pixels = found.group().endsWith("px") || found.group().endsWith("ピクセル");
        return Math.min(width, height) >= 64 && (pixels || Math.max(width, height) >= 256);
    }

    private @Nullable Shape shape() {
        var ratio = find(ASPECT_FLAG, ASPECT);
        if (ratio != null) {
            var first = ratio.group(1) != null ? 1 : 3;
            var across = Integer.parseInt(ratio.group(first));
            var down = Integer.parseInt(ratio.group(first + 1));
            return across == 0 || down == 0 ? null : new Shape(across, down);
        }
        if (find(null, LANDSCAPE) != null) {
            return Shape.LANDSCAPE;
        }
        if (find(null, PORTRAIT) != null) {
            return Shape.PORTRAIT;
        }
        return find(null, SQUARE) == null ? null : Shape.SQUARE;
    }

    private @Nullable Long number(Pattern flag, @Nullable Pattern words) {
        var found = find(flag, words);
        if (found == null) {
            return null;
        }
        var said = group(found).toLowerCase(Locale.ROOT);
        var kanji = "一二三四五六七八九十".indexOf(said);
        if (kanji >= 0) {
            return kanji + 1L;
        }
        return NUMBERS.contains(said) ? NUMBERS.indexOf(said) + 1L : Long.parseLong(said);
    }

    private @Nullable Integer within(String field, @Nullable Long number, int min, int max) {
        if (number == null) {
            return null;
        }
        var held = Math.clamp(number, min, max);
        if (held != number) {
            notices.add(Notice.of(Notice.Kind.OUT_OF_RANGE, field, number, held));
        }
        return held;
    }

    private @Nullable BigDecimal scale() {
        var found = find(CFG_FLAG, CFG);
        if (found == null) {
            return null;
        }
        var said = new BigDecimal(group(found));
        var held =
                said.max(BigDecimal.ONE)
                        .min(BigDecimal.valueOf(30))
                        .setScale(1, RoundingMode.HALF_UP);
        if (said.compareTo(BigDecimal.ONE) < 0 || said.compareTo(BigDecimal.valueOf(30)) > 0) {
            notices.add(Notice.of(Notice.Kind.OUT_OF_RANGE, "cfg_scale", said, held));
        }
        return held;
    }

    private @Nullable Long seed() {
        var found = find(SEED_FLAG, SEED);
        if (found == null) {
            return find(null, FRESH) == null ? null : Long.valueOf(PlainWishes.FRESH_SEED);
        }
        var said = Long.parseLong(group(found));
        if (said > SEED_MAX) {
            notices.add(Notice.of(Notice.Kind.OUT_OF_RANGE, "seed", said, SEED_MAX));
        }
        return Math.min(said, SEED_MAX);
    }

    private @Nullable String model() {
        var flagged =
                flagged(
                        MODEL_FLAG,
                        each -> Installed.model(each, catalogue),
                        each -> catalogue.checkpoint(each).name());
        if (flagged != null) {
            return flagged;
        }
        var worded = MODEL.matcher(text);
        while (worded.find()) {
            var said = group(worded);
            var installed = Installed.model(said, catalogue);
            if (installed.isPresent()) {
                read.set(worded.start(), worded.end());
                return installed.get();
            }
            if (said.matches(".*[\\d_.-].*") && plainlyACheckpoint(worded)) {
                return catalogue.checkpoint(said).name();
            }
        }
        return Installed.named(text, catalogue.modelNames(), read, true).orElse(null);
    }

    /**
     * Whether a name that is not installed cannot be anything else: it has the clause for itself
     * ("model: x-2"), or is called a checkpoint. "a camera, its model is D850" is left alone.
     */
    private boolean plainlyACheckpoint(Matcher worded) {
        var closing = CLOSES_A_CLAUSE.matcher(text).region(worded.end(), text.length());
        return CHECKPOINT.matcher(worded.group()).find()
                || worded.group(1) != null
                        && closing.lookingAt()
                        && OPENS_A_CLAUSE.matcher(text.substring(0, worded.start())).find();
    }

    /**
     * The longest name that the words after the flag begin with; if there is none, the first word
     * is refused.
     */
    private @Nullable String flagged(
            Pattern flag, Function<String, Optional<String>> lookup, UnaryOperator<String> refuse) {
        var found = flag.matcher(text);
        if (!found.find()) {
            return null;
        }
        var said = found.group(1).strip();
        for (var end = said.length(); end > 0; end = said.lastIndexOf(' ', end - 1)) {
            var name = lookup.apply(said.substring(0, end));
            if (name.isPresent()) {
                read.set(found.start(), found.start(1) + end);
                forCode.set(found.start(), found.start(1) + end);
                return name.get();
            }
        }
        return refuse.apply(said.split(" ", -1)[0]);
    }

    private @Nullable String sampler() {
        var flagged =
                flagged(
                        SAMPLER_FLAG,
                        each -> Installed.exactly(each, catalogue.samplers()),
                        catalogue::sampler);
        if (flagged != null) {
            return flagged;
        }
        var plainly = NEAR_SAMPLER.matcher(text).find();
        return Installed.named(text, catalogue.samplers(), read, !plainly).orElse(null);
    }

    private @Nullable String scheduler() {
        var labels = catalogue.schedulerLabels();
        var flagged =
                flagged(
                        SCHEDULER_FLAG,
                        each -> Installed.exactly(each, labels),
                        catalogue::scheduler);
        if (flagged != null) {
            return flagged;
        }
        if (NEAR_SCHEDULER.matcher(text).find()) {
            return Installed.named(text, labels, read, false).orElse(null);
        }
        return Installed.named(text, labels.stream().filter("Karras"::equals).toList(), read, false)
                .orElse(null);
    }

    private boolean onlyFillerLeft() {
        var left = without(read).strip();
        var filler = FILLER.matcher(left);
        return left.isEmpty() || filler.find() && filler.end() == left.length();
    }

    private String without(BitSet ranges) {
        var left = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            if (!ranges.get(i)) {
                left.append(text.charAt(i));
            } else if (i == 0 || !ranges.get(i - 1)) {
                left.append(' ');
            }
        }
        return left.toString();
    }

    /** The first group that took part. */
    private static String group(Matcher found) {
        for (var i = 1; i <= found.groupCount(); i++) {
            if (found.group(i) != null) {
                return found.group(i);
            }
        }
        throw new IllegalStateException("no group");
    }

    /**
     * A word that is the whole instruction, its second and last part, or followed by で. In a list
     * of tags it is what the picture shows.
     */
    private static String bare(String word) {
        return "(?<=^|[,、。]\\s{0,2})(?:"
                + word
                + ")(?=\\s*で)|(?<=^(?:[^,、。\\n]{1,300}[,、。])?\\s{0,2})(?:"
                + word
                + ")(?=\\s*[.。]?\\s*(?:$|--))";
    }

    private static Pattern flag(String name, String value) {
        return words("(?<!\\S)--" + name + "[ =]+" + value + "(?!\\S)");
    }

    private static Pattern words(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
