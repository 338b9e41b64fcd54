package dev.easel.bench.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Many clients of {@code /api/v1/events} in one thread and one buffer, so that what they cost here
 * does not hide what they cost api. Each keeps the last id that it was sent, and when.
 */
final class Listeners implements AutoCloseable {
    private static final byte[] ID = "\nid: ".getBytes(StandardCharsets.UTF_8);
    private static final int OPENED_AT_ONCE = 25;

    private final Selector selector = Selector.open();
    private final List<Listener> all = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    private static final class Listener {
        private final SocketChannel channel;
        private int matched;
        private long reading;
        private long id = -1;
        private long heardAt;

        Listener(SocketChannel channel) {
            this.channel = channel;
        }

        /** Follows the bytes through {@code \nid: 123\n}. */
        void read(byte next, long now) {
            if (matched < ID.length) {
                matched = next == ID[matched] ? matched + 1 : next == ID[0] ? 1 : 0;
                reading = 0;
            } else if (next >= '0' && next <= '9') {
                reading = reading * 10 + (next - '0');
            } else {
                id = Math.max(id, reading);
                heardAt = now;
                matched = next == ID[0] ? 1 : 0;
            }
        }
    }

    Listeners() throws IOException {}

    /** Opens so many and waits until each was told where it begins. */
    void open(int count, int port, String key) throws IOException, TimeoutException {
        var hello =
                ("GET /api/v1/events HTTP/1.1\r\nHost: easel\r\nAuthorization: Bearer "
                                + key
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            var channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(hello));
            channel.configureBlocking(false);
            var listener = new Listener(channel);
            channel.register(selector, SelectionKey.OP_READ, listener);
            all.add(listener);
            if (i % OPENED_AT_ONCE == OPENED_AT_ONCE - 1) {
                await(0, Duration.ofSeconds(20));
            }
        }
        await(0, Duration.ofSeconds(20));
    }

    /** Reads until all have an id that is no less. */
    void await(long id, Duration max) throws IOException, TimeoutException {
        var deadline = System.nanoTime() + max.toNanos();
        while (all.stream().anyMatch(l -> l.id < id)) {
            if (System.nanoTime() > deadline) {
                var late = all.stream().filter(l -> l.id < id).count();
                throw new TimeoutException(late + " listeners were not told within " + max);
            }
            selector.select(this::read, 100);
        }
    }

    private void read(SelectionKey key) {
        var listener = (Listener) key.attachment();
        buffer.clear();
        try {
            if (listener.channel.read(buffer) < 0) {
                throw new IOException("api has ended a stream");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var now = System.nanoTime();
        buffer.flip();
        while (buffer.hasRemaining()) {
            listener.read(buffer.get(), now);
        }
    }

    /** How long after the instant each was told last, in milliseconds. */
    List<Double> millisSince(long nanos) {
        return all.stream().map(l -> (l.heardAt - nanos) / 1e6).toList();
    }

    @Override
    public void close() throws IOException {
        for (var listener : all) {
            listener.channel.close();
        }
        selector.close();
    }
}
