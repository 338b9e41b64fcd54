package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.client.RequestDetail.Source;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/requests}, the newest first.
 *
 * @param nextCursor asks for the next page; absent on the last one
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RequestPage(List<Summary> requests, @Nullable String nextCursor) {
    public RequestPage {
        requests = List.copyOf(requests);
    }

    /**
     * One request in short; the whole of it is {@link RequestDetail}.
     *
     * @param reason a word of the reason registry for what holds now
     * @param prompt absent until there is a result, as the model and the seed are
     * @param images in their order; empty until there is a result
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Summary(
            UUID requestId,
            String guildId,
            String userId,
            String threadId,
            String originalInstruction,
            String action,
            @Nullable Source source,
            RequestStatus status,
            @Nullable String reason,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String prompt,
            @Nullable String modelName,
            @Nullable Long seed,
            List<RequestDetail.Image> images) {
        public Summary {
            images = List.copyOf(images);
        }
    }
}
