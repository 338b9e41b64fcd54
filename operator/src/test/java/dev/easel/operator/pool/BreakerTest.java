package dev.easel.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void restsLongerWithEveryFailureInARowButNotForever() {
        var breaker = new Breaker(1, NOW);
        assertThat(breaker.probesFrom()).isEqualTo(NOW.plus(Breaker.REST_MIN));

        breaker = breaker.failedAgain(NOW);
        assertThat(breaker.probesFrom()).isEqualTo(NOW.plus(Breaker.REST_MIN.multipliedBy(2)));

        for (var i = 0; i < 50; i++) {
            breaker = breaker.failedAgain(NOW);
        }
        assertThat(breaker.probesFrom()).isEqualTo(NOW.plus(Breaker.REST_MAX));
    }

    @Test
    void letsOneThroughBlindlyInTheEnd() {
        assertThat(Duration.between(NOW, new Breaker(1, NOW).retriesBlindlyFrom()))
                .isEqualTo(Breaker.BLIND_RETRY);
    }
}
