package dev.easel.protocol;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that makes a picture: the same settings on the same back end give the same image.
 * {@code seed} is the first image's, 0 to 2^32-1, each further image adds one; sides are pixels of
 * what is drawn, before any upscaling.
 *
 * @param derivation the stored image that it starts from; absent where words are all
 */
public record Settings(
        String prompt,
        String negativePrompt,
        String model,
        @Nullable String modelHash,
        List<Lora> loras,
        int steps,
        BigDecimal cfgScale,
        String sampler,
        @Nullable String scheduler,
        long seed,
        int width,
        int height,
        int imageCount,
        @Nullable Derivation derivation) {
    public Settings {
        loras = loras == null ? List.of() : List.copyOf(loras);
    }
}
