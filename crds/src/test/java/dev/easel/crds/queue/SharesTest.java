package dev.easel.crds.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.easel.crds.queue.QueueOrder.Waiting;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Usage;
import dev.easel.crds.v1alpha1.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofHours(1);

    @Test
    void dividesUseByTheWeightOfTheTenant() {
        var used = Map.of("big/a", 100.0, "small/b", 60.0);
        assertThat(first(new Shares(used, Map.of()))).isEqualTo("b");
        assertThat(first(new Shares(used, Map.of("big", 2.0)))).isEqualTo("a");
        assertThat(first(new Shares(used, Map.of("small", 0.5)))).isEqualTo("a");
    }

    @Test
    void tellsOfTheUseAsItWas() {
        var shares = new Shares(Map.of("big/a", 100.0), Map.of("big", 2.0));
        var places = QueueOrder.places(List.of(waiting("a", "big/a", NOW)), shares, NOW);
        assertThat(places.get("a")).returns(100.0, Place::usageGpuSeconds);
    }

    @ParameterizedTest
    @CsvSource({"team/red, a", "team~1red, a", "/, a", "team, red/a"})
    void knowsATenantWhateverItsNameHas(String tenant, String user) {
        var asker = new Requester(null, tenant, user, null);
        var used =
                new GpuUse(List.of(), HALF_LIFE)
                        .charged(asker, Duration.ofSeconds(100), NOW)
                        .charged(
                                new Requester(null, "team", "red/b", null),
                                Duration.ofSeconds(10),
                                NOW)
                        .at(NOW);
        var key = used.keySet().stream().filter(k -> k.endsWith("a")).findFirst().orElseThrow();
        assertThat(new Shares(used, Map.of(tenant, 4.0)).counted(key)).isEqualTo(25);
        assertThat(new Shares(used, Map.of(tenant + "x", 4.0)).counted(key)).isEqualTo(100);
    }

    @Test
    void keepsTwoUsersApartWhoseNamesRunTogether() {
        var used =
                new GpuUse(List.of(), HALF_LIFE)
                        .charged(new Requester(null, "a/b", "c", null), Duration.ofSeconds(10), NOW)
                        .charged(new Requester(null, "a", "b/c", null), Duration.ofSeconds(20), NOW)
                        .at(NOW);
        assertThat(used.values()).containsExactlyInAnyOrder(10.0, 20.0);
    }

    private static String first(Shares shares) {
        return QueueOrder.order(
                        List.of(waiting("a", "big/a", NOW), waiting("b", "small/b", NOW)),
                        shares,
                        NOW)
                .getFirst()
                .uid();
    }

    /** Both always wait; runs take different times; a day is served by one slot. */
    @ParameterizedTest(name = "weights {0} and {1}, seed {2}")
    @CsvSource({"2, 1, 1", "2, 1, 20", "1, 1, 300", "0.5, 1.5, 4000", "3, 2, 50000"})
    void givesSharesInProportionToTheWeights(double big, double small, long seed) {
        var random = new Random(seed);
        var weights = Map.of("big", big, "small", small);
        var got = new HashMap<String, Double>();
        var use = new GpuUse(List.of(), HALF_LIFE);
        var now = NOW;
        while (now.isBefore(NOW.plus(Duration.ofDays(1)))) {
            var waiting = List.of(waiting("a", "big/a", now), waiting("b", "small/b", now));
            var next = QueueOrder.order(waiting, new Shares(use.at(now), weights), now).getFirst();
            var run = Duration.ofSeconds(random.nextInt(5, 90));
            now = now.plus(run);
            var parts = next.requester().split("/", 2);
            use = use.charged(new Requester(null, parts[0], parts[1], null), run, now);
            got.merge(parts[0], (double) run.toSeconds(), Double::sum);
        }
        assertThat(got.getOrDefault("big", 0.0) / got.getOrDefault("small", 0.0))
                .isCloseTo(big / small, within(0.05 * big / small));
    }

    @Test
    void countsWhatIsHeldAtThisMoment() {
        var use = new GpuUse(List.of(new Usage("t", "b", "10", NOW.toString())), HALF_LIFE);
        var slots =
                List.of(
                        slot("gpu-0", "running", NOW.minusSeconds(25)),
                        slot("gpu-1", "unknown", NOW.minusSeconds(99)),
                        new Slot("gpu-2", null, null, null, null, null));
        var asker = new Requester(null, "t", "a", null);
        var held = use.withHeld(slots, Map.of("gpu-0", asker, "gpu-2", asker), NOW);
        assertThat(held.at(NOW)).isEqualTo(Map.of("t/a", 25.0, "t/b", 10.0));
        assertThat(held.at(NOW)).isNotEqualTo(use.at(NOW));
    }

    @Test
    void countsNothingOfAHolderUnderAClockThatIsBehind() {
        var use = new GpuUse(List.of(), HALF_LIFE);
        var slots = List.of(slot("gpu-0", "running", NOW.plusSeconds(25)));
        var asker = new Requester(null, "t", "a", null);
        assertThat(use.withHeld(slots, Map.of("gpu-0", asker), NOW).at(NOW)).isEmpty();
    }

    private static Slot slot(String name, String uid, Instant since) {
        return new Slot(name, uid, uid, 1, 1L, since.toString());
    }

    private static Waiting waiting(String uid, String requester, Instant createdAt) {
        return new Waiting(uid, 0, requester, createdAt);
    }
}
