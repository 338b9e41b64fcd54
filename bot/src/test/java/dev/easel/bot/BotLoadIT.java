package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many people at once: acknowledged in time, within Discord's limits, results first. */
class BotLoadIT extends WithRunningBot {
    private static final int INTERACTIONS = Integer.getInteger("easel.loadInteractions", 40);
    private static final int PER_SECOND = 20;
    private static final int THREADS = Integer.getInteger("easel.loadThreads", 20);
    private static final int TOO_MANY_REQUESTS = 429;

    @Test
    void acknowledgesEveryInteractionOfABurstInTime() {
        var interactions = new ArrayList<String>();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var asking =
                    clock.scheduleAtFixedRate(
                            () -> interactions.add(world.generate("en", "a lighthouse")),
                            0,
                            1000 / PER_SECOND,
                            TimeUnit.MILLISECONDS);
            Awaitility.await().atMost(PATIENCE).until(() -> interactions.size() >= INTERACTIONS);
            asking.cancel(false);
        }
        var waits =
                interactions.stream()
                        .map(i -> world.discord.users().awaitAck(i, PATIENCE))
                        .map(a -> a.ackedAfter().orElseThrow())
                        .sorted()
                        .toList();
        System.out.printf(
                "%d interactions: acknowledged p50 %d ms, p99 %d ms%n",
                waits.size(), at(waits, 50).toMillis(), at(waits, 99).toMillis());

        assertThat(at(waits, 100)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void keepsLiveCardsWithinTheLimitsAndPostsResultsAtOnce() {
        var requests =
                IntStream.range(0, THREADS)
                        .mapToObj(i -> {
                            var thread =
                                    world.discord.users().openThread("en", "general", "load " + i);
                            return world.request("load-" + i, Action.GENERATE, null, thread);
                        })
                        .toList();
        requests.forEach(r -> world.awaitCard(r, ""));
        var waits = new ArrayList<Duration>();
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            var percent = new int[1];
            clock.scheduleAtFixedRate(
                    () -> {
                        percent[0] = (percent[0] + 7) % 95;
                        requests.forEach(r -> world.api.progress(progress(r, percent[0])));
                    },
                    0,
                    500,
                    TimeUnit.MILLISECONDS);
            for (var request : requests) {
                waits.add(posted(request));
            }
        }
        waits.sort(null);
        long refused =
                world.discord.log().entries().stream()
                        .filter(e -> e.status() == TOO_MANY_REQUESTS)
                        .count();
        System.out.printf(
                "%d threads with live cards: stored to posted p50 %d ms, p95 %d ms; %d of %d calls"
                        + " were too many%n",
                THREADS,
                at(waits, 50).toMillis(),
                at(waits, 95).toMillis(),
                refused,
                world.discord.log().entries().size());

        assertThat(at(waits, 50)).isLessThan(Duration.ofMillis(500));
        assertThat(refused).isLessThanOrEqualTo(THREADS / 10);
        assertThat(requests).allSatisfy(r -> assertThat(world.results(r)).hasSize(1));
    }

    /** How long it takes from the result's being stored until people see it. */
    private static Duration posted(GenerationRequest request) {
        long stored = System.nanoTime();
        world.succeed(request, 1);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !world.results(request).isEmpty());
        var wait = Duration.ofNanos(System.nanoTime() - stored);
        world.awaitDelivered(request, Reason.POSTED);
        return wait;
    }

    private static RequestProgress progress(GenerationRequest request, int percent) {
        return new RequestProgress(
                UUID.fromString(request.getMetadata().getUid()),
                RequestStatus.PROCESSING,
                Phase.RENDERING,
                percent,
                5,
                null,
                null,
                null);
    }

    private static Duration at(List<Duration> sorted, int percentile) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100));
    }
}
