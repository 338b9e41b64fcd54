package dev.easel.generator.instruction;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.render.Catalogue;
import dev.easel.generator.text.Notice;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.Resolved;
import dev.easel.protocol.work.ResolvedParameters;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings that an instruction states so plainly that code reads them. They win over everybody's
 * settings and over the language model, but not over the request's own parameters.
 *
 * @param rest the instruction without what was written for code alone, such as {@code --ar 16:9}
 * @param alone whether the instruction says nothing else
 * @param seed -1 for a fresh one
 * @param unwanted what must not be in the picture
 * @param notices values that had to be held to their bounds
 */
public record PlainWishes(
        String rest,
        boolean alone,
        @Nullable Shape shape,
        Shape.@Nullable Sides sides,
        @Nullable Integer imageCount,
        @Nullable Integer steps,
        @Nullable BigDecimal cfgScale,
        @Nullable Long seed,
        @Nullable String sampler,
        @Nullable String scheduler,
        @Nullable String model,
        List<String> unwanted,
        List<Notice> notices) {
    public static final long FRESH_SEED = -1;

    public PlainWishes {
        unwanted = List.copyOf(unwanted);
        notices = List.copyOf(notices);
    }

    /**
     * @throws AttemptFailed if it plainly names a model, sampler or scheduler that is not installed
     */
    public static PlainWishes in(@Nullable String instruction, Catalogue catalogue) {
        return new PlainWords(instruction == null ? "" : instruction, catalogue).read();
    }

    /** Whether anything was read that changes a setting. */
    public boolean any() {
        return shape != null
                || sides != null
                || imageCount != null
                || steps != null
                || cfgScale != null
                || seed != null
                || sampler != null
                || scheduler != null
                || model != null
                || !unwanted.isEmpty();
    }

    /** The sides that it asks for, where these are the usual ones. */
    public Shape.@Nullable Sides sides(int width, int height) {
        return sides != null ? sides : shape != null ? shape.like(width, height) : null;
    }

    public ResolvedParameters over(ResolvedParameters given) {
        // One side from here and one from there would be a shape that nobody asked for.
        var fixed = isRequest(given.width()) || isRequest(given.height());
        var wanted = fixed ? null : sides(given.width().value(), given.height().value());
        return new ResolvedParameters(
                given.prompt(),
                given.negativePrompt(),
                given.promptSuffix(),
                or(given.model(), model),
                given.loras(),
                or(given.sampler(), sampler),
                or(given.scheduler(), scheduler),
                or(given.seed(), seed),
                nonNull(given.steps(), steps),
                nonNull(given.cfgScale(), cfgScale),
                nonNull(given.width(), wanted == null ? null : wanted.width()),
                nonNull(given.height(), wanted == null ? null : wanted.height()),
                nonNull(given.imageCount(), imageCount));
    }

    private static <T> @Nullable Resolved<T> or(@Nullable Resolved<T> given, @Nullable T wish) {
        return wish == null || isRequest(given)
                ? given
                : new Resolved<>(wish, Provenance.INSTRUCTION);
    }

    private static <T> Resolved<T> nonNull(Resolved<T> given, @Nullable T wish) {
        return wish == null || isRequest(given)
                ? given
                : new Resolved<>(wish, Provenance.INSTRUCTION);
    }

    private static boolean isRequest(@Nullable Resolved<?> given) {
        return given != null && given.from() == Provenance.REQUEST;
    }
}
