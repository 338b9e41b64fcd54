package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Answer of {@code GET /api/v1/samplers}: those of a pool's back ends, in their order.
 *
 * @param complete whether every back end of the pool could be asked
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SamplerList(List<Sampler> samplers, boolean complete) {
    public SamplerList {
        samplers = List.copyOf(samplers);
    }

    /** By the name that requests and settings spell. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sampler(String name) {}
}
