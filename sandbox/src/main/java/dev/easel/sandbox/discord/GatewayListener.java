package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads one client. Every frame is handed over at once, so the I/O thread never waits. */
final class GatewayListener extends AbstractReceiveListener {
    /** The longest payload that Discord reads. */
    private static final int FRAME_BYTES_MAX = 4096;

    private static final Duration SENDS_WINDOW = Duration.ofMinutes(1);

    /** What the library reports in place of a client's own words when the connection is lost. */
    private static final String LOST = WebSocketMessages.MESSAGES.messageCloseWebSocket();

    private final World world;
    private final Gateway gateway;
    private final GatewaySocket socket;
    private final Deque<Instant> received = new ArrayDeque<>();
    private volatile @Nullable GatewaySession session;

    GatewayListener(World world, Gateway gateway, GatewaySocket socket) {
        this.world = world;
        this.gateway = gateway;
        this.socket = socket;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        var bytes = message.getData().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FRAME_BYTES_MAX) {
            socket.close(4002, "Error while decoding payload.");
            return;
        }
        JsonNode frame;
        try {
            frame = Json.parse(bytes);
        } catch (DiscordError e) {
            socket.close(4002, "Error while decoding payload.");
            return;
        }
        world.locked(() -> {
            receive(frame);
            return true;
        });
    }

    private void receive(JsonNode frame) {
        if (tooMany()) {
            socket.close(4008, "You are being rate limited.");
            return;
        }
        var d = frame.path("d");
        switch (frame.path("op").asInt(-1)) {
            case 1 -> {
                if (world.knobs().heartbeatsAcknowledged()) {
                    socket.send(Json.object().put("op", 11));
                }
            }
            case 2 -> identify(d);
            case 6 -> session = gateway.resume(socket, d);
            case 3, 4, 8, 31 -> {
                if (session == null) {
                    socket.close(4003, "Not authenticated.");
                }
            }
            default -> socket.close(4001, "Unknown opcode.");
        }
    }

    private void identify(JsonNode d) {
        if (session != null) {
            socket.close(4005, "Already authenticated.");
            return;
        }
        session = gateway.identify(socket, d);
    }

    private boolean tooMany() {
        var now = world.now();
        received.removeIf(at -> at.plus(SENDS_WINDOW).isBefore(now));
        received.add(now);
        return received.size() > world.knobs().sendsPerMinute();
    }

    @Override
    protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
        var ending = session;
        var said = !LOST.equals(close.getReason());
        if (ending != null && said && (close.getCode() == 1000 || close.getCode() == 1001)) {
            gateway.end(ending);
        }
    }

    void gone() {
        var left = session;
        if (left != null) {
            left.lost(socket, world.now());
        }
        socket.ended();
    }
}
