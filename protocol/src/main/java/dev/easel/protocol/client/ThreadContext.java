package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.client.RequestDetail.Metadata;
import dev.easel.protocol.client.RequestDetail.Source;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/threads/{thread_id}/context} and of {@code POST
 * /api/v1/threads/{thread_id}/reset}: the contract's fields, then what a door needs to show the
 * thread. All of it counts from the last reset.
 *
 * @param userId who began the thread
 * @param generationHistory requests with a stored result, oldest first, at most the latest {@link
 *     #SHOWN_MAX}
 * @param latestMetadata what the latest of them was made with
 * @param generations every request of the thread, in the order of their ends, at most the latest
 *     {@link #SHOWN_MAX}
 * @param refinements how many refinements are stored
 * @param continueOffered whether that are so many that a door should offer to go on in a new
 *     thread, with the action Refine and the latest request as its source; nothing is refused
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ThreadContext(
        String threadId,
        String guildId,
        String userId,
        List<UUID> generationHistory,
        @Nullable Metadata latestMetadata,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant resetAt,
        List<Generation> generations,
        int refinements,
        int refinementsMax,
        boolean continueOffered) {
    public static final int REFINEMENTS_MAX = 50;
    public static final int SHOWN_MAX = 500;

    /**
     * A request of the thread.
     *
     * @param name of its resource, also once that is gone: the bot's tell the message or press that
     *     the request was made of
     * @param source absent for Generate, and until a generator has found in the thread what it
     *     starts from
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Generation(
            UUID requestId,
            String name,
            String action,
            @Nullable String instruction,
            @Nullable Source source,
            RequestStatus status,
            Instant createdAt) {}

    public ThreadContext {
        generationHistory = List.copyOf(generationHistory);
        generations = List.copyOf(generations);
    }
}
