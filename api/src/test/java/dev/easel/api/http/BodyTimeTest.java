package dev.easel.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyTimeTest {
    private final AtomicLong now = new AtomicLong();
    private final BodyTime.Timed body =
            new BodyTime.Timed(
                    new ByteArrayInputStream(new byte[1 << 20]), Duration.ofSeconds(30), now::get);

    @Test
    void endsABodyThatTricklesIn() throws IOException {
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(body.read()).isZero();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThatThrownBy(body::read)
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void givesALongBodyMoreTime() throws IOException {
        body.readNBytes(512 * 1024);
        now.addAndGet(Duration.ofSeconds(37).toNanos());
        assertThat(body.read()).isZero();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThatThrownBy(() -> body.read(new byte[10])).isInstanceOf(UncheckedIOException.class);
    }
}
