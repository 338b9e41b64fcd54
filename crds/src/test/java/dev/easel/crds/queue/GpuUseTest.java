package dev.easel.crds.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.queue.QueueOrder.Waiting;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Usage;
import dev.easel.crds.v1alpha1.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GpuUseTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofHours(1);
    private static final GpuUse NONE = new GpuUse(List.of(), HALF_LIFE);

    private static Requester user(String id) {
        return new Requester(null, "t", id, null);
    }

    private static Usage entry(String id, String seconds) {
        return new Usage("t", id, seconds, NOW.toString());
    }

    @Test
    void weighsHalfAfterEveryHalfLife() {
        var use = new GpuUse(List.of(entry("a", "40.5")), HALF_LIFE);

        assertThat(use.at(NOW)).containsExactly(Map.entry("t/a", 40.5));
        assertThat(use.at(NOW.plus(HALF_LIFE))).containsExactly(Map.entry("t/a", 20.25));
        assertThat(use.at(NOW.plus(HALF_LIFE.multipliedBy(2))))
                .containsExactly(Map.entry("t/a", 10.125));
    }

    @Test
    void growsByNothingUnderAClockThatIsBehind() {
        var use = new GpuUse(List.of(entry("a", "40")), HALF_LIFE);

        assertThat(use.at(NOW.minus(HALF_LIFE))).containsExactly(Map.entry("t/a", 40.0));
    }

    @Test
    void addsWhatWasHeldToWhatIsLeft() {
        var later = NOW.plus(HALF_LIFE);
        var use =
                NONE.charged(user("a"), Duration.ofSeconds(40), NOW)
                        .charged(user("a"), Duration.ofMillis(1_500), later);

        assertThat(use.entries()).containsExactly(new Usage("t", "a", "21.5", later.toString()));
    }

    @Test
    void leavesTheOthersAsTheyAre() {
        var use =
                new GpuUse(List.of(entry("a", "40")), HALF_LIFE)
                        .charged(user("b"), Duration.ofSeconds(90), NOW.plusSeconds(1));

        assertThat(use.entries())
                .containsExactly(
                        new Usage("t", "b", "90", NOW.plusSeconds(1).toString()), entry("a", "40"));
    }

    @Test
    void chargesNothingForATimeThatRunsBackwards() {
        assertThat(NONE.charged(user("a"), Duration.ofSeconds(-9), NOW).entries()).isEmpty();
    }

    @Test
    void keepsOneEntryForAllWhoDoNotSayWhoTheyAre() {
        var use = NONE.charged(GpuUse.UNNAMED, Duration.ofSeconds(2), NOW);

        assertThat(use.entries()).containsExactly(new Usage("", "", "2", NOW.toString()));
        assertThat(use.at(NOW)).containsOnlyKeys("/");
    }

    @Test
    void forgetsWhatHasDecayedToNothing() {
        var use = new GpuUse(List.of(entry("a", "40")), HALF_LIFE);
        var muchLater = NOW.plus(Duration.ofDays(1));

        assertThat(use.at(muchLater)).isEmpty();
        assertThat(use.charged(user("b"), Duration.ofSeconds(1), muchLater).entries())
                .extracting(Usage::userID)
                .containsExactly("b");
    }

    @Test
    void keepsNoMoreEntriesThanTheResourceAllowsAndDropsTheSmallest() {
        var full =
                IntStream.rangeClosed(1, GenerationPoolStatus.USAGE_MAX)
                        .mapToObj(i -> entry("u" + i, i + ".5"))
                        .toList();

        var use = new GpuUse(full, HALF_LIFE).charged(user("new"), Duration.ofSeconds(7), NOW);

        assertThat(use.entries())
                .hasSize(GenerationPoolStatus.USAGE_MAX)
                .extracting(Usage::userID)
                .contains("new", "u2")
                .doesNotContain("u1");
    }

    @Test
    void losesNothingToRoundingHoweverOftenOthersAreCharged() {
        var use = NONE.charged(user("a"), Duration.ofSeconds(1), NOW);
        for (var second = 1; second <= HALF_LIFE.toSeconds(); second++) {
            use = use.charged(user("b"), Duration.ofSeconds(1), NOW.plusSeconds(second));
        }

        assertThat(use.at(NOW.plus(HALF_LIFE)).get("t/a")).isEqualTo(0.5, Offset.offset(1e-9));
    }

    @Test
    void letsTheLightUserGoFirstUntilTheHeavyOneIsForgotten() {
        var waiting =
                List.of(
                        new Waiting("heavy", 0, "t/heavy", NOW.minusSeconds(60)),
                        new Waiting("light", 0, "t/light", NOW.minusSeconds(30)));
        var use =
                NONE.charged(user("heavy"), Duration.ofSeconds(600), NOW)
                        .charged(user("light"), Duration.ofSeconds(5), NOW);

        assertThat(QueueOrder.order(waiting, shares(use, NOW), NOW))
                .extracting(Waiting::uid)
                .containsExactly("light", "heavy");
        assertThat(QueueOrder.order(waiting, shares(use, NOW.plus(Duration.ofDays(1))), NOW))
                .extracting(Waiting::uid)
                .containsExactly("heavy", "light");
    }

    private static Shares shares(GpuUse use, Instant at) {
        return new Shares(use.at(at), Map.of());
    }
}
