package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answer of {@code GET /api/v1/erased-posts}: the oldest that nobody has confirmed yet. */
@JsonNaming(SnakeCaseStrategy.class)
public record ErasedPosts(List<Post> posts) {
    public ErasedPosts {
        posts = List.copyOf(posts);
    }

    /**
     * What the bot posted of a request that was erased; ids are Discord's.
     *
     * @param threadId where it was posted, or should have been; absent if only the channel is known
     * @param messageIds of the result, where the bot had written them down; there may be others
     * @param createdAt when the request was made: nothing of it is older
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Post(
            UUID requestId,
            String guildId,
            @Nullable String channelId,
            @Nullable String threadId,
            List<String> messageIds,
            Instant createdAt) {
        public Post {
            messageIds = List.copyOf(messageIds);
        }
    }
}
