package dev.easel.api.live;

import dev.easel.api.http.ApiProblem;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Responses that stay open: bounded in number, in all and for each caller, and in time, so that
 * credentials are looked at again. A client that does not read is cut off.
 */
final class Streams implements AutoCloseable {
    private static final Duration CLOSING_MAX = Duration.ofSeconds(2);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);

    /**
     * @param write how long a client may leave one write waiting
     * @param life after which a stream ends, and the client comes again
     */
    record Limits(
            int listenersMax,
            int listenersOfCallerMax,
            Duration write,
            Duration heartbeat,
            Duration life) {
        static final Limits DEFAULT =
                new Limits(
                        2_048,
                        256,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(15));
    }

    /** Writes events until there are no more or the stream is to end. */
    @FunctionalInterface
    interface Body {
        void follow(Stream stream) throws IOException, InterruptedException;
    }

    private final Limits limits;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> listenersByCaller = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("live-watch").factory());
    private int listeners;
    private volatile boolean closing;

    Streams(Limits limits) {
        this.limits = limits;
        var period = Math.max(1, limits.write().toMillis() / 10);
        var _ =
                watch.scheduleWithFixedDelay(
                        () -> open.forEach(Stream::cutOffIfStuck),
                        period,
                        period,
                        TimeUnit.MILLISECONDS);
    }

    /** Answers with a stream, which ends when the body does or the client has gone. */
    void open(ServerResponse response, String caller, Body body) {
        enter(caller);
        try {
            follow(response, body);
        } catch (IOException | UncheckedIOException e) {
            // The client has gone or was cut off, which is how most streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(caller);
        }
    }

    private void follow(ServerResponse response, Body body)
            throws IOException, InterruptedException {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        // A proxy that collects what it passes on would hold events back.
        response.header(HeaderNames.create("X-Accel-Buffering"), "no");
        var stream = new Stream(response.outputStream());
        open.add(stream);
        try {
            stream.send(Event.retry(RECONNECT_AFTER.toMillis()));
            body.follow(stream);
            stream.end();
        } finally {
            open.remove(stream);
        }
    }

    private synchronized void enter(String caller) {
        if (closing || listeners >= limits.listenersMax()) {
            throw ApiProblem.unavailable("Too many clients are listening.");
        }
        if (listenersByCaller.getOrDefault(caller, 0) >= limits.listenersOfCallerMax()) {
            throw ApiProblem.tooMany(
                    "open_streams",
                    "At most "
                            + limits.listenersOfCallerMax()
                            + " streams may be open with these credentials: close one, or follow"
                            + " all requests by the one stream of GET /api/v1/events.",
                    RECONNECT_AFTER);
        }
        listeners++;
        listenersByCaller.merge(caller, 1, Integer::sum);
    }

    private synchronized void leave(String caller) {
        listeners--;
        listenersByCaller.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    synchronized int listeners() {
        return listeners;
    }

    /** From now on every stream is to end, and no other begins. */
    void ending() {
        closing = true;
    }

    /** Waits a moment for the streams to end by themselves. */
    @Override
    public synchronized void close() {
        closing = true;
        var deadline = System.nanoTime() + CLOSING_MAX.toNanos();
        try {
            while (listeners > 0) {
                var millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    break;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.shutdownNow();
    }

    /** One open response, written to by the thread that made it. */
    final class Stream {
        private final OutputStream out;
        private final Thread thread = Thread.currentThread();
        private final long openedAt = System.nanoTime();
        private long spokenAt = openedAt;
        private volatile long writingSince;

        private Stream(OutputStream out) {
            this.out = out;
        }

        void send(byte[] event) throws IOException {
            guarded(() -> {
                out.write(event);
                out.flush();
            });
        }

        private void end() throws IOException {
            guarded(out::close);
        }

        private interface Write {
            void run() throws IOException;
        }

        private void guarded(Write write) throws IOException {
            writingSince = System.nanoTime();
            try {
                write.run();
            } finally {
                writingSince = 0;
                spokenAt = System.nanoTime();
            }
        }

        /** False once the stream is to end. */
        boolean goesOn() {
            return !closing && System.nanoTime() - openedAt < limits.life().toNanos();
        }

        /** How long nothing need be sent; zero or less if a heartbeat is due. */
        Duration silence() {
            return limits.heartbeat().minusNanos(System.nanoTime() - spokenAt);
        }

        /** An interrupt closes the socket under a virtual thread that waits to write to it. */
        private void cutOffIfStuck() {
            var since = writingSince;
            if (since != 0 && System.nanoTime() - since > limits.write().toNanos()) {
                thread.interrupt();
            }
        }
    }
}
