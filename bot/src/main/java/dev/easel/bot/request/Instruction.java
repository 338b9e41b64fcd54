package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.protocol.ModelFamily;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be drawn, checked before anything is made. */
public record Instruction(String text, Wishes wishes) {
    public static final int CHARS_MAX = 2000;
    public static final int COUNT_MIN = 1;
    public static final int COUNT_MAX = 8;
    public static final long SEED_MIN = -1;
    public static final long SEED_MAX = 4_294_967_295L;
    public static final int MODEL_CHARS_MAX = 253;

    /** What is wished besides, each absent where nothing is. */
    public record Wishes(
            @Nullable Integer count,
            @Nullable Long seed,
            @Nullable String model,
            @Nullable Size size) {
        public static final Wishes NONE = new Wishes(null, null, null, null);
    }

    /**
     * Wishes as they were typed.
     *
     * @param size words or {@code 512x768}
     */
    public record Typed(
            @Nullable Long count,
            @Nullable Long seed,
            @Nullable String model,
            @Nullable String size) {
        private static final Typed NOTHING = new Typed(null, null, null, null);
    }

    /** Either good input, or the text that says what is wrong with it. */
    public sealed interface Checked {
        record Good(Instruction instruction) implements Checked {}

        record Bad(String explanation) implements Checked {}
    }

    /** An instruction without any wishes besides. */
    public static Checked check(String text, Texts texts) {
        return check(text, Typed.NOTHING, texts);
    }

    /** Options arrive as Discord's clients sent them; their own checks cannot be relied on. */
    public static Checked check(String text, Typed typed, Texts texts) {
        // Control characters draw nothing, and the resource does not take them.
        var clean = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]+", " ").strip();
        var problem =
                problem(clean, texts)
                        .or(() -> problem(typed, texts))
                        .or(() -> tooManyPixels(typed, texts));
        if (problem.isPresent()) {
            return new Checked.Bad(problem.get());
        }
        var wishes =
                new Wishes(
                        typed.count() == null ? null : Math.toIntExact(typed.count()),
                        typed.seed(),
                        typed.model() == null ? null : typed.model().strip(),
                        size(typed));
        return new Checked.Good(new Instruction(clean, wishes));
    }

    private static Optional<String> problem(String text, Texts texts) {
        if (text.isEmpty()) {
            return Optional.of(texts.get(Key.ERROR_INSTRUCTION_EMPTY));
        }
        // Counted as the schema of the resource counts them.
        int chars = text.codePointCount(0, text.length());
        return chars > CHARS_MAX
                ? Optional.of(texts.get(Key.ERROR_INSTRUCTION_LONG, chars, CHARS_MAX))
                : Optional.empty();
    }

    private static Optional<String> problem(Typed typed, Texts texts) {
        var count = typed.count();
        if (count != null && (count < COUNT_MIN || count > COUNT_MAX)) {
            return Optional.of(texts.get(Key.ERROR_COUNT, COUNT_MIN, COUNT_MAX, count));
        }
        var seed = typed.seed();
        if (seed != null && (seed < SEED_MIN || seed > SEED_MAX)) {
            return Optional.of(texts.get(Key.ERROR_SEED, SEED_MIN, SEED_MAX, seed));
        }
        var model = typed.model();
        if (model != null
                && (model.isBlank()
                        || model.length() > MODEL_CHARS_MAX
                        || model.chars().anyMatch(Character::isISOControl))) {
            return Optional.of(texts.get(Key.ERROR_MODEL, MODEL_CHARS_MAX));
        }
        return typed.size() == null
                ? Optional.empty()
                : Size.problem(typed.size(), family(typed), texts);
    }

    /** Where the number of pictures is left to the settings, api adds up. */
    private static Optional<String> tooManyPixels(Typed typed, Texts texts) {
        var size = size(typed);
        if (size == null || typed.count() == null) {
            return Optional.empty();
        }
        return size.pixels() * typed.count() <= Parameters.PIXELS_MAX
                ? Optional.empty()
                : Optional.of(
                        texts.get(
                                Key.ERROR_PIXELS,
                                size.text(),
                                typed.count(),
                                Parameters.PIXELS_MAX / size.pixels()));
    }

    private static @Nullable Size size(Typed typed) {
        return typed.size() == null ? null : Size.parse(typed.size(), family(typed)).orElse(null);
    }

    private static ModelFamily family(Typed typed) {
        return ModelFamily.ofCheckpoint(typed.model());
    }
}
