package dev.easel.generator.refine;

import dev.easel.generator.AttemptFailed;
import dev.easel.generator.ExitCode;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an action starts from: the earlier generation, seen from the image that is meant. */
final class Starting {
    private static final long SEED_MAX = (1L << 32) - 1;

    private final Previous previous;

    Starting(@Nullable Previous previous) {
        if (previous == null) {
            throw new AttemptFailed(
                    ExitCode.BUG, "the work order says no generation that this action starts from");
        }
        this.previous = previous;
    }

    Previous previous() {
        return previous;
    }

    /** The image that is meant, counted from 0. */
    int index() {
        return previous.imageIndex() == null ? 0 : previous.imageIndex();
    }

    Previous.Image image() {
        return previous.images().stream()
                .filter(each -> each.index() == index())
                .findFirst()
                .orElseThrow(() ->
                        new AttemptFailed(
                                ExitCode.SOURCE_NOT_FOUND,
                                "the earlier generation has no image %d, only %d"
                                        .formatted(index() + 1, previous.images().size())));
    }

    /** The settings of the image that is meant: its own seed, if one is. */
    Settings current() {
        if (previous.imageIndex() == null) {
            return previous.settings();
        }
        return withSeed(
                previous.settings(),
                previous.images().stream()
                        .filter(each -> each.index() == index())
                        .map(Previous.Image::seed)
                        .findFirst()
                        .map(Starting::startable)
                        .orElse(previous.settings().seed()));
    }

    /** Further images of a batch count on past the last seed that a picture can start from. */
    static long startable(long seed) {
        return Math.min(seed, SEED_MAX);
    }

    /** Those of an earlier step; null if there is none. */
    @Nullable Settings back(int steps) {
        var history = previous.history();
        if (history.isEmpty() || steps == 0) {
            return null;
        }
        var index = steps == Delta.Base.FIRST ? history.size() : steps;
        return index > history.size() ? null : history.get(index - 1).settings();
    }

    /** For what is drawn anew: an enlargement of a finished picture is left off. */
    static void redrawn(Draft draft) {
        var derivation = draft.settings().derivation();
        if (derivation != null && derivation.method() == Derivation.Method.EXTRAS) {
            draft.derivation(null);
        }
    }

    Derivation over(@Nullable BigDecimal denoisingStrength) {
        return new Derivation(
                Derivation.Method.IMAGE_TO_IMAGE,
                previous.requestId(),
                index(),
                image().sha256(),
                denoisingStrength,
                null,
                null);
    }

    static Settings withSeed(Settings s, long seed) {
        return new Settings(
                s.prompt(),
                s.negativePrompt(),
                s.model(),
                s.modelHash(),
                s.loras(),
                s.steps(),
                s.cfgScale(),
                s.sampler(),
                s.scheduler(),
                seed,
                s.width(),
                s.height(),
                s.imageCount(),
                s.derivation());
    }
}
