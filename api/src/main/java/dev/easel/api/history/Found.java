package dev.easel.api.history;

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

    /** There is none and will be none; sentences that say why, and the way out. */
    record Missing(String why) implements Found {}
}
