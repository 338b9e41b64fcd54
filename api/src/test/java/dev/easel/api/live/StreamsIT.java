package dev.easel.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.http.Problems;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams on a real socket, with short limits and without what they tell of. */
class StreamsIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Streams.Limits LIMITS =
            new Streams.Limits(4, 2, Duration.ofMillis(500), LONG, LONG);

    private final Window window = new Window(Window.SIZE);
    private final HttpClient http = HttpClient.newHttpClient();
    private Streams streams = new Streams(LIMITS);
    private WebServer server = serve(LIMITS);

    private WebServer serve(Streams.Limits limits) {
        streams = new Streams(limits);
        return WebServer.builder()
                .port(0)
                .shutdownHook(false)
                .routing(routing -> {
                    Problems.handle(routing);
                    routing.get(
                            "/events/{caller}",
                            (request, response) ->
                                    streams.open(
                                            response,
                                            request.path().pathParameters().get("caller"),
                                            new Everything(
                                                    window,
                                                    () -> {},
                                                    OptionalLong.empty(),
                                                    _ -> true)));
                })
                .build()
                .start();
    }

    private void serveAnew(Streams.Limits limits) {
        stop();
        server = serve(limits);
    }

    @AfterEach
    void stop() {
        streams.close();
        server.stop();
    }

    @Test
    void cutsOffAReaderThatDoesNotReadAndKeepsNothingForIt() throws IOException {
        try (var socket = silentReader()) {
            TestingEasel.await().until(() -> streams.listeners() == 1);
            var sent = new AtomicLong();
            // Each change makes an event of 64 KiB, of which the sockets hold but a few.
            TestingEasel.await()
                    .until(() -> {
                        window.changed(List.of(large(sent.incrementAndGet())));
                        return streams.listeners() == 0;
                    });
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void letsOthersListenWhileOneDoesNotRead() throws IOException, InterruptedException {
        try (var _ = silentReader();
                var reader = listen("reader")) {
            TestingEasel.await().until(() -> streams.listeners() == 2);
            for (int i = 1; i <= 200; i++) {
                window.changed(List.of(large(i)));
            }
            assertThat(reader.next(heard -> heard.id().equals("200")).name()).isEqualTo("request");
            TestingEasel.await().until(() -> streams.listeners() == 1);
        }
    }

    private Socket silentReader() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream()
                .write(
                        "GET /events/silent HTTP/1.1\r\nHost: easel\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Change large(long number) {
        var small = WindowTest.change(number, new UUID(1, number));
        return new Change(
                number,
                small.request(),
                small.tenant(),
                small.pool(),
                small.progress(),
                "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesMoreStreamsThanOneCallerOrTheServerMayHave()
            throws IOException, InterruptedException {
        try (var _ = listen("a");
                var second = listen("a");
                var refused = listen("a");
                var _ = listen("b");
                var _ = listen("b");
                var full = listen("c")) {
            assertThat(refused.status).isEqualTo(429);
            assertThat(full.status).isEqualTo(503);
            assertThat(refused.retryAfter).isPositive();
            assertThat(full.retryAfter).isPositive();
            second.close();
            window.changed(List.of(WindowTest.change(1, new UUID(0, 1))));
            TestingEasel.await()
                    .until(() -> {
                        window.changed(List.of(WindowTest.change(2, new UUID(0, 1))));
                        return streams.listeners() == 3;
                    });
            try (var again = listen("a")) {
                assertThat(again.status).isEqualTo(200);
            }
        }
    }

    @Test
    void sendsAHeartbeatWithThePlaceToGoOnFrom() throws IOException, InterruptedException {
        serveAnew(new Streams.Limits(4, 2, LONG, Duration.ofMillis(200), LONG));
        try (var listener = listen("a")) {
            window.begin(7);
            TestingEasel.await().until(() -> listener.heartbeats() >= 2);
            TestingEasel.await().until(() -> listener.lastId().equals("7"));
        }
    }

    @Test
    void endsAStreamCleanlyWhenItsTimeIsOver() throws IOException, InterruptedException {
        var moment = Duration.ofMillis(300);
        serveAnew(new Streams.Limits(4, 2, LONG, moment, moment));
        try (var listener = listen("a")) {
            listener.expectsCleanEnd();
        }
    }

    @Test
    void endsAllStreamsCleanlyWhenTheServerCloses() throws IOException, InterruptedException {
        try (var listener = listen("a")) {
            TestingEasel.await().until(() -> streams.listeners() == 1);
            streams.ending();
            window.close();
            streams.close();
            listener.expectsCleanEnd();
            assertThat(streams.listeners()).isZero();
            try (var late = listen("b")) {
                assertThat(late.status).isEqualTo(503);
            }
        }
    }

    private TestingListener listen(String caller) throws IOException, InterruptedException {
        return TestingListener.open(
                http,
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + server.port() + "/events/" + caller))
                        .build());
    }
}
