package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/usage}: of the requests that were created between two moments, the
 * first included. Both lists have those first that held a slot longest.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UsageReport(
        Instant since, Instant until, Sum total, List<OfUser> users, List<OfModel> models) {
    public static final int ENTRIES_MAX = 100;

    public UsageReport {
        users = List.copyOf(users);
        models = List.copyOf(models);
    }

    /**
     * @param images that are stored, as are {@code bytes}
     * @param gpuSeconds for which attempts held a slot, also those that brought nothing
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sum(
            long requests,
            long pending,
            long processing,
            long completed,
            long failed,
            long images,
            long bytes,
            double gpuSeconds) {}

    @JsonNaming(SnakeCaseStrategy.class)
    public record OfUser(String guildId, String userId, Sum sum) {}

    /**
     * @param modelName absent for requests without a result
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record OfModel(@Nullable String modelName, Sum sum) {}
}
