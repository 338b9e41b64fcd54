package dev.easel.api.research;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.research.Standing.Admission;
import dev.easel.api.research.Standing.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Rate RATE = new Rate(0.5, 2);
    private static final Answer FOUND = new Answer.Found(List.of());

    @Test
    void letsABurstPassAndThenOneCallEachTwoSeconds() {
        var standing = Standing.fresh(RATE, NOON);
        standing = gone(standing, NOON);
        standing = gone(standing, NOON);
        assertThat(standing.admit(RATE, NOON)).isInstanceOf(Admission.NoToken.class);
        assertThat(standing.admit(RATE, NOON.plusSeconds(1))).isInstanceOf(Admission.NoToken.class);
        standing = gone(standing, NOON.plusSeconds(2));
        assertThat(standing.admit(RATE, NOON.plusSeconds(2))).isInstanceOf(Admission.NoToken.class);
    }

    @Test
    void addsNoTokensForAClockThatIsBehind() {
        var standing = gone(gone(Standing.fresh(RATE, NOON), NOON), NOON);
        assertThat(standing.admit(RATE, NOON.minusSeconds(60)))
                .isInstanceOf(Admission.NoToken.class);
        assertThat(standing.admit(RATE, NOON)).isInstanceOf(Admission.NoToken.class);
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        var standing = gone(Standing.fresh(RATE, NOON), NOON.plus(Duration.ofDays(9)));
        assertThat(standing.tokens()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"BUSY", "BLOCKED", "UNREACHABLE", "SERVER_ERROR", "GARBAGE"})
    void shutsAfterFiveFailuresInARowOnly(Trouble trouble) {
        var standing = Standing.fresh(RATE, NOON);
        for (int i = 0; i < Standing.FAILURES_MAX - 1; i++) {
            standing = standing.after(failed(trouble), NOON);
        }
        assertThat(standing.after(FOUND, NOON).failures()).isZero();
        assertThat(standing.shutUntil()).isNull();
        standing = standing.after(failed(trouble), NOON);
        assertThat(standing.shutUntil()).isEqualTo(NOON.plus(Standing.SHUT_FIRST));
        assertThat(standing.admit(RATE, NOON.plusSeconds(29)))
                .isEqualTo(new Admission.Shut(trouble));
    }

    @Test
    void letsOneCallTryWhileTheOthersStayAway() {
        var standing = shut(Standing.fresh(RATE, NOON));
        var later = NOON.plus(Standing.SHUT_FIRST);
        var probing = gone(standing, later);
        assertThat(probing.admit(RATE, later)).isInstanceOf(Admission.Shut.class);
        // Whoever tried is lost: another may.
        assertThat(probing.admit(RATE, later.plusSeconds(20))).isInstanceOf(Admission.Go.class);
        assertThat(probing.after(FOUND, later).admit(RATE, later)).isInstanceOf(Admission.Go.class);
    }

    @Test
    void staysAwayTwiceAsLongEachTimeUpToSixteenMinutes() {
        var standing = Standing.fresh(RATE, NOON);
        var lengths = new java.util.ArrayList<Long>();
        var now = NOON;
        standing = shut(standing);
        for (int i = 0; i < 8; i++) {
            now = java.util.Objects.requireNonNull(standing.shutUntil());
            standing = gone(standing, now).after(failed(Trouble.UNREACHABLE), now);
            var until = java.util.Objects.requireNonNull(standing.shutUntil());
            lengths.add(Duration.between(now, until).toSeconds());
        }
        assertThat(lengths).containsExactly(60L, 120L, 240L, 480L, 960L, 960L, 960L, 960L);
    }

    @Test
    void believesAProviderThatNamesALongWait() {
        var answer = new Answer.Failed(Trouble.BUSY, "", Duration.ofMinutes(3));
        assertThat(Standing.fresh(RATE, NOON).after(answer, NOON).shutUntil())
                .isEqualTo(NOON.plus(Duration.ofMinutes(3)));
    }

    @Test
    void blamesNoProviderForARefusedSearch() {
        var standing = Standing.fresh(RATE, NOON);
        for (int i = 0; i < 20; i++) {
            standing = standing.after(failed(Trouble.REFUSED), NOON);
        }
        assertThat(standing).isEqualTo(Standing.fresh(RATE, NOON));
    }

    private static Standing shut(Standing standing) {
        var shut = standing;
        for (int i = 0; i < Standing.FAILURES_MAX; i++) {
            shut = shut.after(failed(Trouble.UNREACHABLE), NOON);
        }
        return shut;
    }

    private static Answer failed(Trouble trouble) {
        return new Answer.Failed(trouble, "");
    }

    private static Standing gone(Standing standing, Instant now) {
        assertThat(standing.admit(RATE, now)).isInstanceOf(Admission.Go.class);
        return ((Admission.Go) standing.admit(RATE, now)).left();
    }
}
