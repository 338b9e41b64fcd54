package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The event socket: sessions, heartbeats, replay, and which session may see what. */
final class Gateway {
    private static final AttachmentKey<ServerConnection> CONNECTION =
            AttachmentKey.create(ServerConnection.class);
    private static final int KNOWN_INTENTS = 0x331_ffff;

    private final World world;
    private final Shapes shapes;
    private final Faults faults;
    private final String url;
    private final Map<String, GatewaySession> sessions = new ConcurrentHashMap<>();
    private final WebSocketProtocolHandshakeHandler handshake;

    Gateway(World world, Shapes shapes, Faults faults, String url) {
        this.world = world;
        this.shapes = shapes;
        this.faults = faults;
        this.url = url;
        this.handshake =
                new WebSocketProtocolHandshakeHandler(
                        (WebSocketConnectionCallback) this::connected);
    }

    void handle(HttpServerExchange exchange) throws Exception {
        exchange.putAttachment(CONNECTION, exchange.getConnection());
        handshake.handleRequest(exchange);
    }

    private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
        var compressed =
                exchange.getRequestParameters()
                        .getOrDefault("compress", List.of())
                        .contains("zlib-stream");
        var socket = new GatewaySocket(channel, exchange.getAttachment(CONNECTION), compressed);
        var listener = new Listener(socket);
        channel.getReceiveSetter().set(listener);
        channel.addCloseTask(_ -> listener.gone());
        channel.resumeReceives();
        var hello = Json.object().put("op", 10);
        hello.putObject("d")
                .put("heartbeat_interval", world.knobs().heartbeatInterval().toMillis());
        socket.send(hello);
    }

    /** Reads one client. Every handler hands over at once, so the I/O thread never waits. */
    private final class Listener extends AbstractReceiveListener {
        private final GatewaySocket socket;
        private volatile @Nullable GatewaySession session;

        Listener(GatewaySocket socket) {
            this.socket = socket;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            JsonNode frame;
            try {
                frame = Json.parse(message.getData().getBytes(StandardCharsets.UTF_8));
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
            switch (frame.path("op").asInt()) {
                case 1 -> {
                    if (world.knobs().heartbeatsAcknowledged()) {
                        socket.send(Json.object().put("op", 11));
                    }
                }
                case 2 -> session = identify(socket, frame.path("d"));
                case 6 -> session = resume(socket, frame.path("d"));
                case 3, 4, 8 -> {}
                default -> socket.close(4001, "Unknown opcode.");
            }
        }

        @Override
        protected void onCloseMessage(CloseMessage close, WebSocketChannel channel) {
            var ending = session;
            if (ending != null && (close.getCode() == 1000 || close.getCode() == 1001)) {
                sessions.remove(ending.id);
            }
        }

        private void gone() {
            var left = session;
            if (left != null) {
                left.lost(socket, world.now());
            }
            socket.ended();
        }
    }

    private @Nullable GatewaySession identify(GatewaySocket socket, JsonNode d) {
        var intents = d.path("intents").asLong();
        if (!world.accepts(d.path("token").asText())) {
            socket.close(4004, "Authentication failed.");
            return null;
        }
        if ((intents & ~KNOWN_INTENTS) != 0) {
            socket.close(4013, "Invalid intent(s).");
            return null;
        }
        var wantsContent = (intents & GatewaySession.MESSAGE_CONTENT) != 0;
        if (wantsContent && !world.knobs().messageContent()) {
            socket.close(4014, "Disallowed intent(s).");
            return null;
        }
        var session = new GatewaySession(randomId(), (int) intents, socket);
        session.dispatch("READY", faults.rewritten("READY", ready(session)));
        session.dispatch("GUILD_CREATE", faults.rewritten("GUILD_CREATE", shapes.guildCreate()));
        sessions.put(session.id, session);
        return session;
    }

    private ObjectNode ready(GatewaySession session) {
        var ready =
                Json.object()
                        .put("v", 10)
                        .put("session_id", session.id)
                        .put("resume_gateway_url", url)
                        .put("session_type", "normal");
        ready.set("user", shapes.selfUser());
        ready.putArray("guilds").addObject().put("id", World.GUILD_ID).put("unavailable", true);
        ready.putArray("private_channels");
        ready.putArray("shard").add(0).add(1);
        ready.putObject("application")
                .put("id", World.APPLICATION_ID)
                .put("flags", shapes.applicationFlags());
        return ready;
    }

    private @Nullable GatewaySession resume(GatewaySocket socket, JsonNode d) {
        var session = sessions.get(d.path("session_id").asText());
        var sequence = d.path("seq").asLong(-1);
        if (!world.accepts(d.path("token").asText())) {
            socket.close(4004, "Authentication failed.");
            return null;
        }
        if (session == null || expired(session)) {
            socket.send(Json.object().put("op", 9).put("d", false));
            return null;
        }
        if (!session.knows(sequence)) {
            socket.close(4007, "Invalid seq.");
            return null;
        }
        session.resume(socket, sequence);
        return session;
    }

    private boolean expired(GatewaySession session) {
        var lostAt = session.lostAt();
        var over = lostAt != null && lostAt.plus(world.knobs().sessionLife()).isBefore(world.now());
        if (over) {
            sessions.remove(session.id);
        }
        return over;
    }

    private static String randomId() {
        var bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** An event of the guild, or of a direct conversation with the bot. */
    void dispatch(String event, ObjectNode payload, boolean direct) {
        deliver(event, payload, s -> s.wants(event, direct), _ -> true);
    }

    /** An event about members other than the bot. */
    void dispatchOfOtherMembers(String event, ObjectNode payload) {
        deliver(event, payload, s -> s.asks(GatewaySession.GUILD_MEMBERS), _ -> true);
    }

    /** A message event; a session without the intent sees it blank if it may not read it. */
    void dispatchMessage(String event, ObjectNode payload, boolean direct, boolean needsIntent) {
        var switchedOn = world.knobs().messageContent();
        deliver(
                event,
                payload,
                s -> s.wants(event, direct),
                s -> !needsIntent || (switchedOn && s.asks(GatewaySession.MESSAGE_CONTENT)));
    }

    /** To every session alike: a fault hits the event, not one of its receivers. */
    private void deliver(
            String event,
            ObjectNode original,
            Predicate<GatewaySession> wanted,
            Predicate<GatewaySession> readable) {
        sessions.values().removeIf(this::expired);
        var receivers = sessions.values().stream().filter(wanted).toList();
        if (receivers.isEmpty()) {
            return;
        }
        var payload = faults.rewritten(event, original);
        var delivery = faults.forEvent(event);
        Runnable once =
                () ->
                        receivers.forEach(s ->
                                s.dispatch(
                                        event,
                                        readable.test(s)
                                                ? payload
                                                : MessageShapes.withoutContent(payload)));
        switch (delivery.fault()) {
            case DELIVER -> once.run();
            case DROP -> {}
            case DUPLICATE -> {
                once.run();
                once.run();
            }
            case DELAY -> later(delivery.delay(), once);
        }
    }

    private void later(Duration delay, Runnable delivery) {
        Thread.ofVirtual()
                .name("discord-delayed-event")
                .start(() -> {
                    try {
                        Thread.sleep(delay);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                    world.locked(() -> {
                        delivery.run();
                        return true;
                    });
                });
    }

    /** Sessions with a live socket. */
    int connected() {
        return (int) sessions.values().stream().filter(s -> s.socket() != null).count();
    }

    /** Sends an opcode to every client: 7 to reconnect, 9 for an invalid session. */
    void sendToAll(ObjectNode frame) {
        sessions.values().forEach(s -> withSocket(s, socket -> socket.send(frame)));
    }

    void forgetSessions() {
        sessions.clear();
    }

    void closeAll(int code) {
        sessions.values().forEach(s -> withSocket(s, socket -> socket.close(code, "closed")));
    }

    void resetAll() {
        sessions.values().forEach(s -> withSocket(s, GatewaySocket::reset));
    }

    private static void withSocket(
            GatewaySession session, java.util.function.Consumer<GatewaySocket> action) {
        var socket = session.socket();
        if (socket != null) {
            action.accept(socket);
        }
    }
}
