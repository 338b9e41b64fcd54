package dev.easel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecentlyTest {
    private static final class Hands extends Clock {
        private Instant instant = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return instant;
        }

        void forward(Duration by) {
            instant = instant.plus(by);
        }
    }

    private final Hands clock = new Hands();

    @Test
    void forgivesAShortAbsenceAndNotALongOne() {
        var holds = new AtomicBoolean();
        var recently = new Recently(holds::get, Duration.ofMinutes(2), clock);
        clock.forward(Duration.ofMinutes(2));
        assertThat(recently.held()).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(recently.held()).isFalse();
        holds.set(true);
        assertThat(recently.held()).isTrue();
        holds.set(false);
        clock.forward(Duration.ofSeconds(30));
        assertThat(recently.held()).isTrue();
    }
}
