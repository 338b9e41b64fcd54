package dev.easel.generator.render;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.easel.generator.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/** Passes everything on, or loses patience with a call that goes on behind it. */
final class TestingGateway implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient http;
    private final URI behind;
    private final IntSupplier inFlight;
    private String cutPath = "";
    private int cuts;
    private String beforePath = "";
    private Runnable before = () -> {};

    TestingGateway(URI behind, IntSupplier inFlight) {
        this.behind = behind;
        this.inFlight = inFlight;
        http = Connections.to(behind).build();
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** So many calls are answered 504 as soon as they run. */
    synchronized void cut(String path, int times) {
        cutPath = path;
        cuts = times;
    }

    /** Happens when a call has come and before it is passed on. */
    synchronized void before(String path, Runnable what) {
        beforePath = path;
        before = what;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var request =
                    HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
                            .header("Content-Type", "application/json")
                            .method(
                                    exchange.getRequestMethod(),
                                    BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()))
                            .build();
            hook(path).run();
            var answer = http.sendAsync(request, BodyHandlers.ofByteArray());
            if (cuts(path)) {
                await().until(() -> inFlight.getAsInt() == 1);
                send(exchange, 504, "Gateway Time-out".getBytes(StandardCharsets.UTF_8));
                return;
            }
            var whole = answer.join();
            send(exchange, whole.statusCode(), whole.body());
        }
    }

    private synchronized Runnable hook(String path) {
        return path.equals(beforePath) ? before : () -> {};
    }

    private synchronized boolean cuts(String path) {
        return path.equals(cutPath) && cuts-- > 0;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
