package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/requests/{request_id}/lineage}: the request with all that it was
 * made from and all that was made from it, each after what it was made from.
 *
 * @param truncated whether there are more, further from the request than these
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Lineage(UUID requestId, List<Node> nodes, boolean truncated) {
    public Lineage {
        nodes = List.copyOf(nodes);
    }

    /**
     * One request.
     *
     * @param parentId what it was made from; absent where that is nothing, or not among the nodes
     * @param parentImageIndex which of the parent's images, where one alone was meant
     * @param images how many it has
     * @param thumbnail path of its first image in small; absent until there is one
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Node(
            UUID requestId,
            @Nullable UUID parentId,
            @Nullable Integer parentImageIndex,
            String action,
            RequestStatus status,
            String originalInstruction,
            Instant createdAt,
            int images,
            @Nullable String thumbnail) {}
}
