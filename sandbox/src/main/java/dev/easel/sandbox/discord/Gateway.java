package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The event socket: sessions, heartbeats, replay, and which session may see what. */
final class Gateway {
    private static final AttachmentKey<ServerConnection> CONNECTION =
            AttachmentKey.create(ServerConnection.class);
    private static final int KNOWN_INTENTS = 0x331_ffff;
    private static final Set<String> VERSIONS = Set.of("9", "10");
    private static final Set<Integer> ENDING =
            Set.of(4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014);
    private static final Duration DAY = Duration.ofDays(1);

    private final World world;
    private final Shapes shapes;
    private final Faults faults;
    private final String url;
    private final Map<String, GatewaySession> sessions = new ConcurrentHashMap<>();
    private final Deque<Instant> identifies = new ConcurrentLinkedDeque<>();
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
        var query = exchange.getRequestParameters();
        var compressed = query.getOrDefault("compress", List.of()).contains("zlib-stream");
        var socket = new GatewaySocket(channel, exchange.getAttachment(CONNECTION), compressed);
        var listener = new GatewayListener(world, this, socket);
        channel.getReceiveSetter().set(listener);
        channel.addCloseTask(_ -> listener.gone());
        channel.resumeReceives();
        if (!VERSIONS.containsAll(query.getOrDefault("v", List.of()))) {
            socket.close(4012, "Invalid API version.");
            return;
        }
        var hello = Json.object().put("op", 10);
        hello.putObject("d")
                .put("heartbeat_interval", world.knobs().heartbeatInterval().toMillis());
        socket.send(hello);
    }

    /** Starts a session or closes the socket with the reason why not. */
    @Nullable GatewaySession identify(GatewaySocket socket, JsonNode d) {
        var intents = d.path("intents").asLong(-1);
        var shard = d.path("shard");
        if (!world.accepts(d.path("token").asText())) {
            return refuse(socket, 4004, "Authentication failed.");
        }
        if (shard.isArray() && !(shard.path(0).asInt(-1) == 0 && shard.path(1).asInt(-1) == 1)) {
            return refuse(socket, 4010, "Invalid shard.");
        }
        if ((intents & ~KNOWN_INTENTS) != 0) {
            return refuse(socket, 4013, "Invalid intent(s).");
        }
        var wantsContent = (intents & GatewaySession.MESSAGE_CONTENT) != 0;
        if (wantsContent && !world.knobs().messageContent()) {
            return refuse(socket, 4014, "Disallowed intent(s).");
        }
        if (identifiesLeft() == 0) {
            // Who identifies too often within a day loses the token.
            world.revokeToken(true);
            return refuse(socket, 4004, "Authentication failed.");
        }
        identifies.add(world.now());
        var session = new GatewaySession(randomId(), (int) intents, socket);
        session.dispatch("READY", faults.rewritten("READY", ready(session)));
        session.dispatch("GUILD_CREATE", faults.rewritten("GUILD_CREATE", shapes.guildCreate()));
        sessions.put(session.id, session);
        return session;
    }

    private static @Nullable GatewaySession refuse(GatewaySocket socket, int code, String reason) {
        socket.close(code, reason);
        return null;
    }

    /** {@code session_start_limit}: how often a bot may still identify today. */
    ObjectNode startLimit() {
        var left = identifiesLeft();
        var oldest = identifies.peek();
        var reset =
                oldest == null ? Duration.ZERO : Duration.between(world.now(), oldest.plus(DAY));
        return Json.object()
                .put("total", world.knobs().identifiesMax())
                .put("remaining", left)
                .put("reset_after", reset.toMillis())
                .put("max_concurrency", 1);
    }

    private int identifiesLeft() {
        identifies.removeIf(at -> at.plus(DAY).isBefore(world.now()));
        return Math.max(0, world.knobs().identifiesMax() - identifies.size());
    }

    void forgetIdentifies() {
        identifies.clear();
    }

    void end(GatewaySession session) {
        sessions.remove(session.id);
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
                .put("flags", shapes.applicationFlags())
                .put("flags_new", Long.toString(shapes.applicationFlags()));
        return ready;
    }

    /** Takes a session up again or says why not. */
    @Nullable GatewaySession resume(GatewaySocket socket, JsonNode d) {
        var session = sessions.get(d.path("session_id").asText());
        var sequence = d.path("seq").asLong(-1);
        if (!world.accepts(d.path("token").asText())) {
            return refuse(socket, 4004, "Authentication failed.");
        }
        if (session == null || expired(session)) {
            socket.send(Json.object().put("op", 9).put("d", false));
            return null;
        }
        if (!session.knows(sequence)) {
            end(session);
            return refuse(socket, 4007, "Invalid seq.");
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

    /**
     * Closes all; what the code ends, such as an invalid sequence or a time-out, is not resumed.
     */
    void closeAll(int code) {
        sessions.values().forEach(s -> withSocket(s, socket -> socket.close(code, "closed")));
        if (ENDING.contains(code)) {
            sessions.clear();
        }
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

    /** What {@link DiscordStandIn#disturbGateway} says. */
    void disturb(String action) {
        switch (action) {
            case "reconnect" -> sendToAll(Json.object().put("op", 7).putNull("d"));
            case "heartbeat" -> sendToAll(Json.object().put("op", 1).putNull("d"));
            case "resumable" -> sendToAll(Json.object().put("op", 9).put("d", true));
            case "invalidate" -> {
                sendToAll(Json.object().put("op", 9).put("d", false));
                forgetSessions();
            }
            case "reset" -> resetAll();
            default -> {
                if (!action.matches("4\\d{3}")) {
                    throw new IllegalArgumentException(
                            "action is one of reconnect, heartbeat, resumable, invalidate, reset,"
                                    + " 4000 to 4999");
                }
                closeAll(Integer.parseInt(action));
            }
        }
    }
}
