package dev.easel.bot.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final Recent recent = new Recent(Duration.ofMinutes(10), nanoTime::get);

    @Test
    void isFirstAgainAfterTheTimeHoweverOftenItWasAskedMeanwhile() {
        assertThat(recent.first("thread")).isTrue();
        for (int minute = 1; minute <= 10; minute++) {
            nanoTime.set(Duration.ofMinutes(minute).toNanos());
            assertThat(recent.first("thread")).isFalse();
        }
        nanoTime.set(Duration.ofMinutes(10).plusNanos(1).toNanos());
        assertThat(recent.first("thread")).isTrue();
        assertThat(recent.first("other")).isTrue();
    }
}
