package dev.easel.bot.live;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As much of a thread's context as the bot acts on.
 *
 * @param userId who began the thread
 * @param continueOffered whether it has so many refinements that a new thread should go on
 * @param resetAt since when its history counts
 * @param generations its latest requests, also those whose resource is gone
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ThreadState(
        String userId,
        int refinements,
        int refinementsMax,
        boolean continueOffered,
        @Nullable Instant resetAt,
        List<Generation> generations) {

    /** A request by the name of its resource. */
    public record Generation(String name) {}

    public ThreadState {
        generations = generations == null ? List.of() : List.copyOf(generations);
    }

    /** Of a thread that was never reset and whose requests do not matter. */
    public ThreadState(
            String userId, int refinements, int refinementsMax, boolean continueOffered) {
        this(userId, refinements, refinementsMax, continueOffered, null, List.of());
    }
}
