package dev.easel.api.history;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether there is something to start from. */
public sealed interface Found {
    /** A stored generation; the sides and the count are those that it was made with. */
    record Ready(
            UUID requestUid, @Nullable Integer imageIndex, int width, int height, int imageCount)
            implements Found {}

    /** It will be there once another request is finished; a sentence that says which. */
    record Underway(String why) implements Found {}

    /**
     * There is none and will be none.
     *
     * @param why sentences, with the way out
     * @param params what they are made of: {@code case} (unknown, no_image, thread_empty,
     *     thread_reset, cancelled, refused, failed or deleted), and what that case knows of {@code
     *     request}, {@code image}, {@code images} (both counted from 0) and {@code reason}
     */
    record Missing(String why, Map<String, String> params) implements Found {
        public Missing {
            params = Map.copyOf(params);
        }
    }
}
