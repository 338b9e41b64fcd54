package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Everything that changes, for whoever draws a client: frames like those of the gateway, with
 * nothing masked, and {@code visible_to} where not everybody sees it.
 */
final class Feed {
    private static final int FRAMES_MAX = 5_000;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final Deque<ObjectNode> frames = new ArrayDeque<>();
    private long last;
    private boolean closed;

    /** Adds a frame; without viewers everybody may see it. */
    synchronized void add(String event, ObjectNode payload, Collection<String> viewers) {
        var frame = Json.object().put("op", 0).put("s", ++last).put("t", event);
        frame.set("d", payload);
        if (!viewers.isEmpty()) {
            var visible = frame.putArray("visible_to");
            viewers.forEach(visible::add);
        }
        if (frames.size() == FRAMES_MAX) {
            frames.removeFirst();
        }
        frames.add(frame);
        notifyAll();
    }

    synchronized long last() {
        return last;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Frames after a number; waits for one a while. */
    private synchronized List<ObjectNode> after(long sequence) throws InterruptedException {
        if (last <= sequence && !closed) {
            wait(KEEP_ALIVE.toMillis());
        }
        return frames.stream().filter(f -> f.path("s").asLong() > sequence).toList();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Server-sent events until the reader goes away. */
    void stream(HttpServerExchange exchange, long after, String userId) throws IOException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        var out = exchange.getOutputStream();
        var sequence = after;
        try {
            write(out, ": here\n\n");
            while (!isClosed()) {
                var fresh = after(sequence);
                if (fresh.isEmpty()) {
                    write(out, ": still here\n\n");
                }
                for (var frame : fresh) {
                    sequence = frame.path("s").asLong();
                    if (isFor(frame, userId)) {
                        write(out, "id: " + sequence + "\ndata: " + frame + "\n\n");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.endExchange();
    }

    private static boolean isFor(ObjectNode frame, String userId) {
        if (userId.isEmpty() || !frame.has("visible_to")) {
            return true;
        }
        for (var viewer : frame.path("visible_to")) {
            if (viewer.asText().equals(userId)) {
                return true;
            }
        }
        return false;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
