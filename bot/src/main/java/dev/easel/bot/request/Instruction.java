package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What /generate was given, checked before anything is made. */
public record Instruction(
        String text, @Nullable Integer count, @Nullable Long seed, @Nullable String model) {
    public static final int CHARS_MAX = 2000;
    public static final int COUNT_MIN = 1;
    public static final int COUNT_MAX = 8;
    public static final long SEED_MIN = -1;
    public static final long SEED_MAX = 4_294_967_295L;
    public static final int MODEL_CHARS_MAX = 253;

    /** Either good input, or the text that says what is wrong with it. */
    public sealed interface Checked {
        record Good(Instruction instruction) implements Checked {}

        record Bad(String explanation) implements Checked {}
    }

    /** Options arrive as Discord's clients sent them; their own checks cannot be relied on. */
    public static Checked check(
            String text,
            @Nullable Long count,
            @Nullable Long seed,
            @Nullable String model,
            Texts texts) {
        // Control characters draw nothing, and the resource does not take them.
        var clean = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]+", " ").strip();
        return problem(clean, count, seed, model, texts)
                .<Checked>map(Checked.Bad::new)
                .orElseGet(() ->
                        new Checked.Good(
                                new Instruction(
                                        clean,
                                        count == null ? null : Math.toIntExact(count),
                                        seed,
                                        model == null ? null : model.strip())));
    }

    private static Optional<String> problem(
            String text,
            @Nullable Long count,
            @Nullable Long seed,
            @Nullable String model,
            Texts texts) {
        if (text.isEmpty()) {
            return Optional.of(texts.get(Key.ERROR_INSTRUCTION_EMPTY));
        }
        // Counted as the schema of the resource counts them.
        int chars = text.codePointCount(0, text.length());
        if (chars > CHARS_MAX) {
            return Optional.of(texts.get(Key.ERROR_INSTRUCTION_LONG, chars, CHARS_MAX));
        }
        if (count != null && (count < COUNT_MIN || count > COUNT_MAX)) {
            return Optional.of(texts.get(Key.ERROR_COUNT, COUNT_MIN, COUNT_MAX, count));
        }
        if (seed != null && (seed < SEED_MIN || seed > SEED_MAX)) {
            return Optional.of(texts.get(Key.ERROR_SEED, SEED_MIN, SEED_MAX, seed));
        }
        boolean badModel =
                model != null
                        && (model.isBlank()
                                || model.length() > MODEL_CHARS_MAX
                                || model.chars().anyMatch(Character::isISOControl));
        return badModel
                ? Optional.of(texts.get(Key.ERROR_MODEL, MODEL_CHARS_MAX))
                : Optional.empty();
    }
}
