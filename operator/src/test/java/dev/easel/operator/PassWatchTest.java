package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PassWatchTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicBoolean expected = new AtomicBoolean(true);
    private final PassWatch watch = new PassWatch(nanos::get, expected::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void failsWhenNoPassCameForThreeMinutes() {
        pass(Duration.ofSeconds(179));
        assertThat(watch.isFresh()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(watch.isFresh()).isFalse();
    }

    @Test
    void isContentWithAPassAMinute() {
        for (var minute = 0; minute < 10; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(watch.isFresh()).isTrue();
            watch.passed();
        }
    }

    @Test
    void expectsNothingOfAFollowerOrWithoutAPool() {
        expected.set(false);
        pass(Duration.ofHours(1));
        assertThat(watch.isFresh()).isTrue();

        expected.set(true);
        assertThat(watch.isFresh()).as("the time begins now").isTrue();
        pass(PassWatch.STALE_AFTER);
        assertThat(watch.isFresh()).isFalse();
    }
}
