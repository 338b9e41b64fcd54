package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final AtomicLong now = new AtomicLong();
    private final Allowance allowance = new Allowance(Duration.ofSeconds(30), now::get);

    @Test
    void isOverAfterItsTime() {
        passes(29);
        assertThat(left()).isEqualTo(Duration.ofSeconds(1));
        passes(1);
        assertThat(left()).isZero();
    }

    @Test
    void givesALongBodyMoreTime() {
        allowance.came(512 * 1024);
        passes(37);
        assertThat(left()).isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
    }

    @Test
    void givesNothingWorthNamingForAByteNowAndThen() {
        for (var i = 0; i < 100; i++) {
            allowance.came(1);
        }
        passes(30);
        assertThat(left()).isLessThan(Duration.ofMillis(2));
    }

    @Test
    void beginsAnewWithAllOfItsTime() {
        allowance.came(1 << 20);
        passes(60);
        allowance.begin();
        assertThat(left()).isEqualTo(Duration.ofSeconds(30));
    }

    private Duration left() {
        return Duration.ofNanos(allowance.nanosLeft());
    }

    private void passes(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
