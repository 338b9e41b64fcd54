package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages read back: one, or a page around a point. */
final class History {
    private static final int LIST_MAX = 100;
    private static final int LIST_DEFAULT = 50;

    private final World world;
    private final Access access;
    private final MessageShapes shapes;

    History(World world, Access access, MessageShapes shapes) {
        this.world = world;
        this.access = access;
        this.shapes = shapes;
    }

    void addTo(Routes routes) {
        routes.get("/channels/{channel_id}/messages", this::list);
        routes.get("/channels/{channel_id}/messages/{message_id}", this::one);
    }

    private Answer one(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        if (!mayRead(channel)) {
            throw DiscordError.missingAccess();
        }
        return Answer.ok(read(access.message(request)));
    }

    private boolean mayRead(Channel channel) {
        return channel.type == Channel.DIRECT
                || access.botMay(channel, Permission.READ_MESSAGE_HISTORY);
    }

    private JsonNode read(Message message) {
        var json = shapes.message(message);
        var readable = world.knobs().messageContent() || !shapes.needsContentIntent(message);
        return readable ? json : MessageShapes.withoutContent(json);
    }

    private Answer list(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        var query = request.query();
        var limit = parseLimit(query.getOrDefault("limit", Integer.toString(LIST_DEFAULT)));
        var all = new ArrayList<Message>();
        // Without the right to history the answer is empty, not a refusal.
        if (mayRead(channel)) {
            all.addAll(world.messagesOf(channel.id));
        }
        all.removeIf(m -> m.has(Message.FLAG_EPHEMERAL));
        var window = window(all, query, limit);
        var answer = Json.array();
        for (var message : window.reversed()) {
            answer.add(read(message));
        }
        return Answer.ok(answer);
    }

    private static int parseLimit(String text) {
        var limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIST_MAX) {
            throw DiscordError.invalid(
                    "limit",
                    "NUMBER_TYPE_MAX",
                    "int value should be between 1 and " + LIST_MAX + ".");
        }
        return limit;
    }

    /** The asked part in rising order: oldest after a point, newest before one or at all. */
    private static List<Message> window(
            List<Message> rising, Map<String, String> query, int limit) {
        var after = query.get("after");
        var before = query.get("before");
        var around = query.get("around");
        if (after != null) {
            return rising.stream()
                    .filter(m -> Snowflakes.compare(m.id, after) > 0)
                    .limit(limit)
                    .toList();
        }
        if (around != null) {
            var older = rising.stream().filter(m -> Snowflakes.compare(m.id, around) < 0).toList();
            var newer = rising.stream().filter(m -> Snowflakes.compare(m.id, around) >= 0).toList();
            var half = limit / 2;
            var window = new ArrayList<>(last(older, half));
            window.addAll(newer.subList(0, Math.min(newer.size(), limit - half)));
            return window;
        }
        var older =
                before == null
                        ? rising
                        : rising.stream()
                                .filter(m -> Snowflakes.compare(m.id, before) < 0)
                                .toList();
        return last(older, limit);
    }

    private static List<Message> last(List<Message> messages, int count) {
        return messages.subList(Math.max(0, messages.size() - count), messages.size());
    }
}
