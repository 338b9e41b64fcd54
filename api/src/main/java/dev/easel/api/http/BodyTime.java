package dev.easel.api.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends bodies that come too slowly: whoever sends a byte now and then would hold a connection, and
 * with an upload a file, for as long as he likes.
 */
final class BodyTime implements Filter {
    /** Each of these gives a second more, so that large bodies may come over slow lines. */
    static final long BYTES_PER_SECOND_MIN = 64 * 1024;

    private final Duration allowed;

    BodyTime(Duration allowed) {
        this.allowed = allowed;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        request.streamFilter(body -> new Timed(body, allowed, System::nanoTime));
        chain.proceed();
    }

    static final class Timed extends FilterInputStream {
        private final long nanosAllowed;
        private final LongSupplier nanoTime;
        private final long start;
        private long bytes;

        Timed(InputStream body, Duration allowed, LongSupplier nanoTime) {
            super(body);
            this.nanosAllowed = allowed.toNanos();
            this.nanoTime = nanoTime;
            this.start = nanoTime.getAsLong();
        }

        @Override
        public int read() throws IOException {
            var read = super.read();
            came(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            came(Math.max(0, read));
            return read;
        }

        /** Not an IOException: those that write a body away would take it for their own trouble. */
        private void came(int more) {
            bytes += more;
            var late = nanosAllowed + bytes * (1_000_000_000L / BYTES_PER_SECOND_MIN);
            if (nanoTime.getAsLong() - start > late) {
                throw new UncheckedIOException(
                        new SocketTimeoutException("the body came too slowly"));
            }
        }
    }
}
