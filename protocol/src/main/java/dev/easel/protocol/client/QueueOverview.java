package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/queue}: how long each pool's queue is, and where the requests stand
 * that the caller may see.
 *
 * @param running those that hold a slot, the oldest first
 * @param requests those that wait, by pool and place
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record QueueOverview(List<Pool> pools, List<Running> running, List<Waiting> requests) {
    public QueueOverview {
        pools = List.copyOf(pools);
        running = List.copyOf(running);
        requests = List.copyOf(requests);
    }

    /**
     * @param state a word of the resource's {@code spec.state}
     * @param running how many of the slots are taken, by anyone
     * @param length how many wait, of anyone
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Pool(String name, String state, int slots, int running, int length) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Running(
            UUID requestId,
            String pool,
            @Nullable String guildId,
            @Nullable String userId,
            @Nullable String threadId,
            int percent,
            @Nullable Integer etaSeconds) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Waiting(
            UUID requestId,
            String pool,
            @Nullable String guildId,
            @Nullable String userId,
            @Nullable String threadId,
            RequestProgress.Queue queue) {}
}
