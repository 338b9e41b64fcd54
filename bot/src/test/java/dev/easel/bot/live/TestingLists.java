package dev.easel.bot.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** api as a table: each path with its query has an answer, and all others are 503. */
final class TestingLists implements AutoCloseable {
    final Api api;

    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /**
     * @param directory for the token's file
     */
    TestingLists(Path directory) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var token = Files.writeString(directory.resolve("token"), "t");
        api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), token);
    }

    void put(String path, String json) {
        answers.put(path, json);
    }

    void remove(String path) {
        answers.remove(path);
    }

    @Override
    public void close() {
        api.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var answer = answers.get(exchange.getRequestURI().toString());
        var bytes = (answer == null ? "" : answer).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(
                    answer == null ? 503 : 200, answer == null ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
