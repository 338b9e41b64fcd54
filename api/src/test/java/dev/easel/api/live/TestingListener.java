package dev.easel.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads a stream of events as a browser does, and keeps them until they are asked for. */
final class TestingListener implements AutoCloseable {
    private static final int SECONDS_MAX = 20;

    /**
     * @param id of the last event that had one, as a client would go on from it
     */
    record Heard(String name, String id, String data) {
        JsonNode json() {
            try {
                return Json.mapper().readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final Heard CLEAN_END = new Heard("clean end", "", "");
    private static final Heard BROKEN = new Heard("broken off", "", "");

    final int status;
    final long retryAfter;
    private final Stream<String> lines;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private volatile String lastId = "";
    private volatile int heartbeats;

    private TestingListener(HttpResponse<Stream<String>> response) {
        this.status = response.statusCode();
        this.retryAfter = response.headers().firstValueAsLong("Retry-After").orElse(0);
        this.lines = response.body();
    }

    static TestingListener open(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        var listener = new TestingListener(http.send(request, HttpResponse.BodyHandlers.ofLines()));
        Thread.ofVirtual().start(listener::read);
        return listener;
    }

    private void read() {
        var name = "";
        var data = "";
        try {
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith(":")) {
                    heartbeats++;
                } else if (line.isEmpty() && !data.isEmpty()) {
                    heard.add(new Heard(name, lastId, data));
                    name = "";
                    data = "";
                }
            }
            heard.add(CLEAN_END);
        } catch (UncheckedIOException e) {
            heard.add(BROKEN);
        }
    }

    String lastId() {
        return lastId;
    }

    int heartbeats() {
        return heartbeats;
    }

    Heard next() throws InterruptedException {
        var next = heard.poll(SECONDS_MAX, TimeUnit.SECONDS);
        assertThat(next).as("an event within %d s", SECONDS_MAX).isNotNull();
        return next;
    }

    /** Passes over others. */
    Heard next(Predicate<Heard> wanted) throws InterruptedException {
        var next = next();
        while (!wanted.test(next)) {
            assertThat(next).isNotIn(CLEAN_END, BROKEN);
            next = next();
        }
        return next;
    }

    void expectsCleanEnd() throws InterruptedException {
        var next = next();
        while (next != CLEAN_END) {
            assertThat(next).isNotEqualTo(BROKEN);
            next = next();
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
