package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bare gateway connection. */
final class TestingSocket implements AutoCloseable, WebSocket.Listener {
    private static final long PATIENCE_SECONDS = 15;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    TestingSocket(DiscordStandIn standIn) {
        this(standIn, "v=10&encoding=json");
    }

    TestingSocket(DiscordStandIn standIn, String query) {
        var url = URI.create(standIn.gatewayUrl() + "?" + query);
        socket = http.newWebSocketBuilder().buildAsync(url, this).join();
    }

    /** Connected and identified, with READY and GUILD_CREATE read. */
    static TestingSocket identified(DiscordStandIn standIn, int intents) {
        var socket = new TestingSocket(standIn);
        socket.identify(standIn.token(), intents);
        socket.event("GUILD_CREATE");
        return socket;
    }

    void identify(String token, int intents) {
        var frame = Json.object().put("op", 2);
        frame.putObject("d").put("token", token).put("intents", intents).putObject("properties");
        send(frame);
    }

    void resume(String token, String session, long sequence) {
        var frame = Json.object().put("op", 6);
        frame.putObject("d").put("token", token).put("session_id", session).put("seq", sequence);
        send(frame);
    }

    void send(JsonNode frame) {
        var text = new String(Json.bytes(frame), StandardCharsets.UTF_8);
        socket.sendText(text, true).join();
    }

    JsonNode next() {
        try {
            var frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode op(int op) {
        while (true) {
            var frame = next();
            if (frame.path("op").asInt() == op) {
                return frame;
            }
        }
    }

    JsonNode event(String name) {
        while (true) {
            var frame = op(0);
            if (frame.path("t").asText().equals(name)) {
                return frame;
            }
        }
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    void leave(int code) {
        socket.sendClose(code, "").join();
        closeCode();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(Json.parse(partial.toString().getBytes(StandardCharsets.UTF_8)));
            partial.setLength(0);
        }
        return WebSocket.Listener.super.onText(from, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return WebSocket.Listener.super.onClose(from, code, reason);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
