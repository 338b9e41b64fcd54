package dev.easel.bot.live;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * As much of a thread's context as the bot acts on.
 *
 * @param userId who began the thread
 * @param continueOffered whether it has so many refinements that a new thread should go on
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ThreadState(
        String userId, int refinements, int refinementsMax, boolean continueOffered) {}
