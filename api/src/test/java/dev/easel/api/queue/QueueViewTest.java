package dev.easel.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueViewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void countsThoseWhoWaitForThisPoolInTheOrderTheyAreServed() {
        var view =
                view(
                        request("first", "default", "2026-01-01T00:00:01Z", "Active"),
                        request("elsewhere", "other", "2026-01-01T00:00:00Z", "Active"),
                        request("cancelled", "default", "2026-01-01T00:00:00Z", "Cancelled"),
                        request("second", "default", "2026-01-01T00:00:02Z", "Active"));
        assertThat(view.length()).isEqualTo(2);
        assertThat(view.place("cancelled")).isEmpty();
        assertThat(view.place("second").map(RequestProgress.Queue::position)).contains(2);
    }

    @Test
    void countsWhoIsAheadByWhatPutThemThere() {
        var view =
                view(
                        request("first", "default", "2026-01-01T00:00:01Z", "Active"),
                        request("second", "default", "2026-01-01T00:00:02Z", "Active"));
        assertThat(view.place("second").map(RequestProgress.Queue::ahead))
                .contains(Map.of("earlier", 1));
        assertThat(view.place("first").map(RequestProgress.Queue::ahead)).contains(Map.of());
    }

    @Test
    void estimatesFromTheSlotThatIsHeldAndTheTypicalRun() {
        var view =
                view(
                        request("first", "default", "2026-01-01T00:00:01Z", "Active"),
                        request("second", "default", "2026-01-01T00:00:02Z", "Active"));
        // Held for 20 of 30 seconds: 10 are left, and one more run is ahead of the second.
        assertThat(view.place("first").map(RequestProgress.Queue::etaSeconds)).contains(10);
        assertThat(view.place("second").map(RequestProgress.Queue::etaSeconds)).contains(40);
    }

    @Test
    void putsWhoHoldsASlotBehindOthersForTheTimeThatItIsHeld() {
        var running = request("running", "default", "2026-01-01T00:00:00Z", "Cancelled");
        var view =
                view(
                        running,
                        request("same-user", "default", "2026-01-01T00:00:01Z", "Active"),
                        of("other", request("other", "default", "2026-01-01T00:00:02Z", "Active")));
        assertThat(view.place("other").map(RequestProgress.Queue::position)).contains(1);
        assertThat(view.place("same-user").map(RequestProgress.Queue::usedSeconds)).contains(20L);
        assertThat(view.place("same-user").map(RequestProgress.Queue::ahead))
                .contains(Map.of("less_use", 1));
    }

    private static GenerationRequest of(String user, GenerationRequest request) {
        var json = Json.mapper().valueToTree(request);
        ((ObjectNode) json.path("spec")).putObject("requester").put("userID", user);
        return Json.mapper().convertValue(json, GenerationRequest.class);
    }

    /** The best of several, since others use this machine too. */
    @Test
    void placesFiveThousandInAMoment() {
        var requests =
                IntStream.range(0, 5_000)
                        .mapToObj(i ->
                                of(
                                        "user-" + i % 70,
                                        request(
                                                "r-" + i,
                                                "default",
                                                NOW.minusSeconds(i % 900).toString(),
                                                "Active")))
                        .toArray(GenerationRequest[]::new);
        var best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            var start = System.nanoTime();
            var view = view(requests);
            for (var request : requests) {
                assertThat(view.place(request.getMetadata().getUid())).isPresent();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(250));
    }

    private static QueueView view(GenerationRequest... requests) {
        var pool =
                Json.mapper()
                        .convertValue(
                                Map.of(
                                        "metadata",
                                        Map.of("name", "default"),
                                        "spec",
                                        Map.of("backends", List.of(Map.of("name", "gpu-0"))),
                                        "status",
                                        Map.of(
                                                "slots",
                                                List.of(
                                                        Map.of(
                                                                "name", "gpu-0",
                                                                "requestUID", "running",
                                                                "acquireTime",
                                                                        "2026-01-01T00:00:40Z")))),
                                GenerationPool.class);
        return QueueView.of(pool, List.of(requests), Duration.ofSeconds(30), NOW);
    }

    private static GenerationRequest request(
            String uid, String pool, String created, String desiredState) {
        return Json.mapper()
                .convertValue(
                        Map.of(
                                "metadata",
                                Map.of("name", uid, "uid", uid, "creationTimestamp", created),
                                "spec",
                                Map.of(
                                        "instruction",
                                        "a cat",
                                        "desiredState",
                                        desiredState,
                                        "poolRef",
                                        Map.of("name", pool))),
                        GenerationRequest.class);
    }
}
