package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.bot.text.UserText;
import dev.easel.protocol.ModelFamily;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How large a picture becomes, in pixels. */
public record Size(int width, int height) {
    public static final int SIDE_MIN = 64;
    public static final int SIDE_MAX = 2048;
    public static final int SIDE_STEP = 8;

    private static final int TYPED_CHARS_MAX = 40;
    private static final Pattern SIDES =
            Pattern.compile("([0-9]{1,5}) ?[x×*,、 ] ?([0-9]{1,5})(?: ?px)?");

    /** A form that people have a word for. */
    public enum Form {
        SQUARE,
        PORTRAIT,
        LANDSCAPE;

        /** The size in this form that models of a family were trained on. */
        public Size of(ModelFamily family) {
            boolean large =
                    switch (family) {
                        case SDXL, PONY, ILLUSTRIOUS, SD3, FLUX -> true;
                        case SD1, SD2, UNKNOWN -> false;
                    };
            return switch (this) {
                case SQUARE -> large ? new Size(1024, 1024) : new Size(512, 512);
                case PORTRAIT -> large ? new Size(832, 1216) : new Size(512, 768);
                case LANDSCAPE -> large ? new Size(1216, 832) : new Size(768, 512);
            };
        }

        /** The words that people use for it, in any language. */
        public List<String> words() {
            return switch (this) {
                case SQUARE -> List.of("square", "正方形", "四角", "スクエア");
                case PORTRAIT -> List.of("portrait", "tall", "縦長", "縦", "たて");
                case LANDSCAPE -> List.of("landscape", "wide", "横長", "横", "よこ");
            };
        }
    }

    /**
     * Sides as {@code 512x768}, or a word for the form.
     *
     * @param family decides how large a form is
     */
    public static Optional<Size> parse(String typed, ModelFamily family) {
        return sides(typed, family).filter(s -> isGood(s.width()) && isGood(s.height()));
    }

    /** What is wrong with what was typed, naming the bound; nothing if it is a size. */
    static Optional<String> problem(String typed, ModelFamily family, Texts texts) {
        var sides = sides(typed, family).orElse(null);
        var shown = UserText.code(UserText.cut(typed, TYPED_CHARS_MAX));
        if (sides == null) {
            return Optional.of(texts.get(Key.ERROR_SIZE, shown));
        }
        return isGood(sides.width()) && isGood(sides.height())
                ? Optional.empty()
                : Optional.of(
                        texts.get(
                                Key.ERROR_SIDE,
                                SIDE_MIN,
                                SIDE_MAX,
                                SIDE_STEP,
                                shown,
                                sides.nearest().text()));
    }

    public String text() {
        return width + "x" + height;
    }

    public long pixels() {
        return (long) width * height;
    }

    /** The nearest size that can be drawn. */
    public Size nearest() {
        return new Size(nearest(width), nearest(height));
    }

    private static Optional<Size> sides(String typed, ModelFamily family) {
        var text =
                Normalizer.normalize(typed, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .strip()
                        .replaceAll("\\s+", " ");
        var sides = SIDES.matcher(text);
        if (sides.matches()) {
            return Optional.of(
                    new Size(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2))));
        }
        return Arrays.stream(Form.values())
                .filter(f -> f.words().contains(text))
                .findFirst()
                .map(f -> f.of(family));
    }

    private static boolean isGood(int side) {
        return side >= SIDE_MIN && side <= SIDE_MAX && side % SIDE_STEP == 0;
    }

    private static int nearest(int side) {
        int rounded = Math.round(side / (float) SIDE_STEP) * SIDE_STEP;
        return Math.clamp(rounded, SIDE_MIN, SIDE_MAX);
    }
}
