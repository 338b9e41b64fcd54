package dev.easel.generator.refine;

import java.util.List;

/** The settings by the names under which changes and provenance are told. */
public final class Fields {
    public static final String PROMPT = "prompt";
    public static final String NEGATIVE_PROMPT = "negative_prompt";
    public static final String MODEL = "model";
    public static final String LORAS = "loras";
    public static final String STEPS = "steps";
    public static final String CFG_SCALE = "cfg_scale";
    public static final String SAMPLER = "sampler";
    public static final String SCHEDULER = "scheduler";
    public static final String SEED = "seed";
    public static final String WIDTH = "width";
    public static final String HEIGHT = "height";
    public static final String IMAGE_COUNT = "image_count";

    static final List<String> ALL =
            List.of(
                    PROMPT,
                    NEGATIVE_PROMPT,
                    MODEL,
                    LORAS,
                    STEPS,
                    CFG_SCALE,
                    SAMPLER,
                    SCHEDULER,
                    SEED,
                    WIDTH,
                    HEIGHT,
                    IMAGE_COUNT);

    private Fields() {}
}
