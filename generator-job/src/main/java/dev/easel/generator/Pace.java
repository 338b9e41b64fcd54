package dev.easel.generator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often the generator asks and how long it waits before it tries again.
 *
 * @param poll between two looks at a back end, and between two progress reports
 * @param retry the first wait before a repeated call; it doubles up to {@code retryMax}
 * @param renderRetry the first wait before a repeated render, doubled likewise
 * @param interrupt between two interrupts of a render that has not stopped yet
 * @param unloadMax how long a language model may take to leave the GPU
 * @param stopMax how long a render may take to stop after a cancel
 * @param idleMax how long the renderer may stay busy with someone else's work
 */
public record Pace(
        Duration poll,
        Duration retry,
        Duration retryMax,
        Duration renderRetry,
        Duration interrupt,
        Duration unloadMax,
        Duration stopMax,
        Duration idleMax) {
    public static final Pace NORMAL =
            new Pace(
                    Duration.ofSeconds(1),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(45),
                    Duration.ofSeconds(120));

    /** Wait number {@code tries} (from 0), doubled each time, give or take a quarter. */
    public Duration backoff(int tries, RandomGenerator random) {
        return backoff(retry, tries, random);
    }

    public Duration renderBackoff(int tries, RandomGenerator random) {
        return backoff(renderRetry, tries, random);
    }

    private Duration backoff(Duration first, int tries, RandomGenerator random) {
        var doubled = first.toMillis() << Math.min(tries, 16);
        var capped = Math.min(doubled, retryMax.toMillis());
        return Duration.ofMillis((long) (capped * random.nextDouble(0.75, 1.25)));
    }
}
