package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Lora;
import dev.easel.protocol.work.Provenance;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for the next request that says nothing itself, and whose word it is. */
@JsonNaming(SnakeCaseStrategy.class)
public record EffectiveSettings(
        Setting<String> model,
        Setting<List<Lora>> loras,
        Setting<String> promptSuffix,
        Setting<String> negativePrompt,
        Setting<Integer> steps,
        Setting<BigDecimal> cfgScale,
        Setting<String> sampler,
        Setting<String> scheduler,
        Setting<Long> seed,
        Setting<Integer> width,
        Setting<Integer> height,
        Setting<Integer> imageCount) {

    /** Both absent: nobody said anything, it is chosen for each picture. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Setting<T>(@Nullable T value, @Nullable Provenance from) {}
}
