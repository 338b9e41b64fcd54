package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.HeldCall.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the process of the bot ends when Kubernetes asks it to. */
class BotProcessIT {
    private static final int REQUESTS = 30;
    private static final int SIGTERM = 128 + 15;

    /** What a pod has between SIGTERM and SIGKILL. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    @Test
    void endsInTimeWithMuchLeftToPostAndLosesNothing() throws IOException {
        try (var world = new TestingBot();
                var first = BotProcess.start(world)) {
            var requests =
                    IntStream.range(0, REQUESTS)
                            .mapToObj(i ->
                                    world.request(
                                            "queued-" + i, Action.GENERATE, null, thread(world, i)))
                            .toList();
            requests.forEach(world::awaitAnyCard);
            var posting = world.discord.faults().hold("POST", "/messages$", Moment.AFTER);
            hinder(world);
            requests.forEach(r -> world.succeed(r, 1));
            posting.awaitArrival(TestingBot.PATIENCE);
            first.terminate();
            var asked = System.nanoTime();
            posting.release();
            int code = first.awaitEnd(GRACE);
            System.out.printf(
                    "SIGTERM: ended after %d ms, %d of %d posted%n",
                    (System.nanoTime() - asked) / 1_000_000, posted(world, requests), REQUESTS);

            assertThat(code).isEqualTo(SIGTERM);
            assertThat(posted(world, requests)).isLessThan(REQUESTS);
            world.discord.faults().clear();
            try (var next = BotProcess.start(world)) {
                requests.forEach(r -> world.awaitDelivered(r, Reason.POSTED));
                assertThat(requests)
                        .allSatisfy(r -> {
                            assertThat(world.results(r)).hasSize(1);
                            assertThat(world.cards(r)).hasSize(1);
                        });
                assertThat(next).isNotNull();
            }
        }
    }

    /** Of some posts nobody hears while the process may live, and others cannot be made. */
    private static void hinder(TestingBot world) {
        var late = new Faults.Action.Slow(GRACE.plusSeconds(10));
        world.discord.faults().onRequest("POST", "/messages$", REQUESTS / 3, late);
        world.discord.faults().onRequest("POST", "/messages$", 1000, new Faults.Action.Broken(500));
    }

    private static String thread(TestingBot world, int number) {
        return world.discord.users().openThread("en", "general", "queue " + number);
    }

    private static long posted(TestingBot world, List<GenerationRequest> requests) {
        return requests.stream().filter(r -> !world.results(r).isEmpty()).count();
    }
}
