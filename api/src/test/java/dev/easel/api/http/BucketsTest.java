package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Buckets buckets = new Buckets(3, Duration.ofSeconds(2), now::get);

    @Test
    void givesABurstAndThenWhatRefills() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        assertThat(buckets.take("a")).isEqualTo(Duration.ofSeconds(2));
        now.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(buckets.take("a")).isEqualTo(Duration.ofMillis(1500));
        now.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void isFullAgainAfterARestAndNoFuller() {
        for (int i = 0; i < 3; i++) {
            buckets.take("a");
        }
        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        assertThat(buckets.take("a")).isPositive();
    }

    @Test
    void keepsTheNamesApart() {
        for (int i = 0; i < 3; i++) {
            buckets.take("a");
        }
        assertThat(buckets.take("b")).isZero();
    }

    @Test
    void asksWithoutTaking() {
        for (int i = 0; i < 10; i++) {
            assertThat(buckets.untilNext("a")).isZero();
        }
    }

    @Test
    void forgivesDebtsBeyondASecondBurst() {
        for (int i = 0; i < 1000; i++) {
            buckets.charge("a");
        }
        assertThat(buckets.untilNext("a")).isEqualTo(Duration.ofSeconds(2 * 4));
    }

    @Test
    void forgetsWhoWasNotHeardOfTheLongest() {
        for (int i = 0; i < 3; i++) {
            buckets.take("first");
        }
        for (int i = 0; i < Buckets.NAMES_MAX; i++) {
            buckets.take("other-" + i);
        }
        assertThat(buckets.size()).isEqualTo(Buckets.NAMES_MAX);
        assertThat(buckets.untilNext("first")).isZero();
    }
}
