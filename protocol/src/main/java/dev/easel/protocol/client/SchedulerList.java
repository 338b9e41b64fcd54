package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Answer of {@code GET /api/v1/schedulers}: those of a pool's back ends, in their order.
 *
 * @param complete whether every back end of the pool could be asked
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SchedulerList(List<Scheduler> schedulers, boolean complete) {
    public SchedulerList {
        schedulers = List.copyOf(schedulers);
    }

    /** By the name that requests and settings spell. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Scheduler(String name) {}
}
