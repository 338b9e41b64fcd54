package dev.easel.protocol.work;

import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed before the language model is asked. Absent means that nobody said anything: the
 * language model or the back end's own default decides. {@code promptSuffix} is appended once.
 */
public record ResolvedParameters(
        @Nullable Resolved<String> prompt,
        @Nullable Resolved<String> negativePrompt,
        @Nullable Resolved<String> promptSuffix,
        @Nullable Resolved<String> model,
        @Nullable Resolved<List<Lora>> loras,
        @Nullable Resolved<String> sampler,
        @Nullable Resolved<String> scheduler,
        @Nullable Resolved<Long> seed,
        Resolved<Integer> steps,
        Resolved<BigDecimal> cfgScale,
        Resolved<Integer> width,
        Resolved<Integer> height,
        Resolved<Integer> imageCount) {}
