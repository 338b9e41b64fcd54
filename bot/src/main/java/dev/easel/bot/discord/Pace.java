package dev.easel.bot.discord;

import java.time.Duration;

/**
 * How long the bot waits between tries. Tests take a quicker one; nothing that is said to be right
 * depends on these times.
 *
 * @param callPause between the tries of one call, growing with each
 * @param callMax for one try of one call, all waiting for rate limits included
 * @param retryFirst before a delivery is tried again, doubling from there
 * @param retryLast the longest such pause
 * @param cardInterval between two changes of one card
 * @param look between two looks at what tells of no change itself: the token's file, a broken
 *     Discord
 */
public record Pace(
        Duration callPause,
        Duration callMax,
        Duration retryFirst,
        Duration retryLast,
        Duration cardInterval,
        Duration look) {
    public static final Pace USUAL =
            new Pace(
                    Duration.ofMillis(400),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(5));
}
