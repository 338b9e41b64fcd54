package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One identified session. It outlives its socket for a while, so that it can be resumed. */
final class GatewaySession {
    static final int GUILDS = 1;
    static final int GUILD_MEMBERS = 1 << 1;
    static final int GUILD_MESSAGES = 1 << 9;
    static final int GUILD_MESSAGE_REACTIONS = 1 << 10;
    static final int GUILD_MESSAGE_TYPING = 1 << 11;
    static final int MESSAGE_CONTENT = 1 << 15;

    /** The bits for direct messages follow those for guilds: messages, reactions, typing. */
    private static final int DIRECT_SHIFT = 3;

    final String id;
    final int intents;
    private final List<ObjectNode> sent = new ArrayList<>();
    private @Nullable GatewaySocket socket;
    private @Nullable Instant lostAt;

    GatewaySession(String id, int intents, GatewaySocket socket) {
        this.id = id;
        this.intents = intents;
        this.socket = socket;
    }

    synchronized void dispatch(String event, ObjectNode payload) {
        var frame = Json.object().put("op", 0).put("s", sent.size() + 1).put("t", event);
        frame.set("d", payload);
        sent.add(frame);
        if (socket != null) {
            socket.send(frame);
        }
    }

    synchronized boolean knows(long sequence) {
        return sequence >= 0 && sequence <= sent.size();
    }

    synchronized void resume(GatewaySocket fresh, long sequence) {
        socket = fresh;
        lostAt = null;
        for (var frame : List.copyOf(sent.subList((int) sequence, sent.size()))) {
            fresh.send(frame);
        }
        dispatch("RESUMED", Json.object());
    }

    synchronized void lost(GatewaySocket gone, Instant at) {
        if (socket == gone) {
            socket = null;
            lostAt = at;
        }
    }

    synchronized @Nullable GatewaySocket socket() {
        return socket;
    }

    synchronized @Nullable Instant lostAt() {
        return lostAt;
    }

    boolean asks(int intent) {
        return (intents & intent) != 0;
    }

    /** Whether it asked for events of this name, of a direct conversation or of the guild. */
    boolean wants(String event, boolean direct) {
        var shift = direct ? DIRECT_SHIFT : 0;
        if (event.startsWith("MESSAGE_REACTION")) {
            return asks(GUILD_MESSAGE_REACTIONS << shift);
        }
        if (event.startsWith("MESSAGE_")) {
            return asks(GUILD_MESSAGES << shift);
        }
        if (event.equals("TYPING_START")) {
            return asks(GUILD_MESSAGE_TYPING << shift);
        }
        if (event.startsWith("GUILD_")
                || event.startsWith("CHANNEL_")
                || event.startsWith("THREAD_")) {
            return asks(GUILDS);
        }
        return true;
    }
}
