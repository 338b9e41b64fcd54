package dev.easel.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action made different from the generation that it started from, and what it left alone.
 * Fields are the snake_case names of settings: prompt, negative_prompt, model, loras, steps,
 * cfg_scale, sampler, scheduler, seed, width, height, image_count.
 */
public record Refinement(List<Change> changed, List<Kept> kept) {
    public static final Refinement NONE = new Refinement(List.of(), List.of());

    /**
     * One difference. A part of the prompt that was added has no {@code before}, one that was
     * removed no {@code after}.
     */
    public record Change(String field, @Nullable String before, @Nullable String after) {}

    /** A setting, or the parts of a prompt, that stayed byte for byte. */
    public record Kept(String field, String value) {}

    public Refinement {
        changed = changed == null ? List.of() : List.copyOf(changed);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }
}
