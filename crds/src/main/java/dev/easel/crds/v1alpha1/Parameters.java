package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Overrides, each by itself; what is absent comes from settings or from the language model. A given
 * prompt is used as it is and the model is not asked. {@code cfgScale} is a decimal string; sides
 * are pixels.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Parameters(
        @Nullable String prompt,
        @Nullable String negativePrompt,
        @Nullable String model,
        List<Lora> loras,
        @Nullable Integer steps,
        @Nullable String cfgScale,
        @Nullable String sampler,
        @Nullable String scheduler,
        @Nullable Long seed,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer imageCount) {
    /** A LoRA by its file stem; the weight is a decimal string from -2.00 to 2.00. */
    public record Lora(String name, @Nullable String weight) {}

    public Parameters {
        loras = loras == null ? List.of() : List.copyOf(loras);
    }
}
