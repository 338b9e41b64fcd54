package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of channels and threads: new, read, changed, deleted; and reactions. */
final class Messages {
    private static final int NONCE_CHARS_MAX = 25;
    private static final int LIST_MAX = 100;
    private static final int LIST_DEFAULT = 50;

    private record Sent(String messageId, Instant at) {}

    private final World world;
    private final Access access;
    private final MessageShapes shapes;
    private final MessageBody bodies;
    private final Events events;
    private final Map<String, Sent> nonces = new HashMap<>();

    Messages(World world, Access access, MessageShapes shapes, MessageBody bodies, Events events) {
        this.world = world;
        this.access = access;
        this.shapes = shapes;
        this.bodies = bodies;
        this.events = events;
    }

    void addTo(Routes routes) {
        var list = "/channels/{channel_id}/messages";
        var one = list + "/{message_id}";
        var reaction = one + "/reactions/{emoji_name}";
        routes.get(list, this::list);
        routes.add("POST", list, Routes.Kind.MESSAGE_WRITE, this::create);
        routes.get(one, r -> Answer.ok(read(at(r))));
        routes.add("PATCH", one, Routes.Kind.MESSAGE_WRITE, this::edit);
        routes.delete(one, this::delete);
        routes.put(reaction + "/@me", this::react);
        routes.delete(reaction + "/@me", this::unreact);
        routes.post("/channels/{channel_id}/typing", this::typing);
    }

    private Message at(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        var message = world.message(channel.id, request.path("message_id"));
        if (message.has(Message.FLAG_EPHEMERAL)) {
            throw DiscordError.unknownMessage();
        }
        return message;
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
        var all = new ArrayList<>(world.messagesOf(channel.id));
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

    private Answer create(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        var body = request.body();
        var nonce = nonce(body);
        var enforced = nonce != null && body.path("enforce_nonce").asBoolean() ? nonce : null;
        var earlier = enforced == null ? null : earlier(enforced);
        if (earlier != null) {
            return Answer.ok(shapes.sent(earlier));
        }
        var referenced = referenced(channel, body.path("message_reference"));
        var message =
                new Message(
                        world.snowflakes.next(),
                        channel.id,
                        World.BOT,
                        referenced == null ? Message.DEFAULT : Message.REPLY,
                        world.now());
        message.nonce = nonce;
        bodies.fill(message, request);
        message.flags &= ~Message.FLAG_EPHEMERAL;
        if (referenced != null) {
            refer(message, referenced, pingsReplied(body.path("allowed_mentions")));
        }
        post(message);
        if (enforced != null) {
            nonces.put(enforced, new Sent(message.id, world.now()));
        }
        return Answer.ok(shapes.sent(message));
    }

    private static @Nullable String nonce(JsonNode body) {
        var node = body.path("nonce");
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        var nonce = node.asText();
        if (nonce.length() > NONCE_CHARS_MAX) {
            throw DiscordError.tooLong("nonce", NONCE_CHARS_MAX);
        }
        return nonce;
    }

    private @Nullable Message earlier(String nonce) {
        var sent = nonces.get(nonce);
        if (sent == null || sent.at().plus(world.knobs().nonceWindow()).isBefore(world.now())) {
            return null;
        }
        if (world.wasDeleted(sent.messageId())) {
            throw DiscordError.unknownMessage();
        }
        return world.messageOrNull(sent.messageId());
    }

    private @Nullable Message referenced(Channel channel, JsonNode reference) {
        if (!reference.hasNonNull("message_id")) {
            return null;
        }
        var found = world.messageOrNull(reference.path("message_id").asText());
        var here = found != null && found.channelId.equals(channel.id);
        if (!here && reference.path("fail_if_not_exists").asBoolean(true)) {
            throw DiscordError.invalid(
                    "message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        }
        return here ? found : null;
    }

    private static boolean pingsReplied(JsonNode allowed) {
        return allowed.isMissingNode() || allowed.path("replied_user").asBoolean();
    }

    /** Makes a message a reply. */
    static void refer(Message message, Message referenced, boolean ping) {
        var reference =
                Json.object()
                        .put("type", 0)
                        .put("channel_id", referenced.channelId)
                        .put("message_id", referenced.id)
                        .put("guild_id", World.GUILD_ID);
        message.reference = reference;
        if (ping && !message.mentions.contains(referenced.author)) {
            message.mentions.add(referenced.author);
        }
    }

    /** Stores a complete message and tells everyone; an archived thread wakes up. */
    void post(Message message) {
        var channel = world.channel(message.channelId);
        if (channel.locked && message.author.id().equals(World.BOT.id())) {
            throw DiscordError.lockedThread();
        }
        if (channel.archived) {
            channel.archived = false;
            channel.archiveChangedAt = world.now();
            events.threadUnarchived(channel);
        }
        if (channel.isThread() && !channel.memberSince.containsKey(message.author.id())) {
            channel.memberSince.put(message.author.id(), world.now());
            events.memberAdded(channel, message.author);
        }
        world.add(message);
        if (!message.has(Message.FLAG_EPHEMERAL)) {
            channel.lastMessageId = message.id;
            channel.messageCount++;
            channel.totalMessagesSent++;
        }
        events.messageCreated(message);
    }

    private Answer edit(RestRequest request) {
        var message = at(request);
        if (!message.author.equals(World.BOT)) {
            throw DiscordError.notTheAuthor();
        }
        if (world.channel(message.channelId).archived) {
            throw DiscordError.archivedThread();
        }
        var freely = message.createdAt.plus(world.knobs().freeEditAge());
        if (freely.isBefore(world.now()) && message.edits >= world.knobs().oldEditsMax()) {
            throw DiscordError.tooManyOldEdits();
        }
        change(message, request);
        return Answer.ok(shapes.message(message));
    }

    /** Applies an edit and tells everyone. */
    void change(Message message, RestRequest request) {
        bodies.change(message, request);
        events.messageUpdated(message);
    }

    private Answer delete(RestRequest request) {
        var message = at(request);
        if (!message.author.equals(World.BOT)) {
            throw DiscordError.missingPermissions();
        }
        remove(message);
        return Answer.nothing();
    }

    void remove(Message message) {
        world.remove(message);
        var channel = world.channel(message.channelId);
        channel.messageCount = Math.max(0, channel.messageCount - 1);
        events.messageDeleted(message);
    }

    private Answer react(RestRequest request) {
        var message = at(request);
        var emoji = emoji(request);
        message.react(emoji, World.BOT.id());
        events.reaction("MESSAGE_REACTION_ADD", message, World.BOT, emoji);
        return Answer.nothing();
    }

    private Answer unreact(RestRequest request) {
        var message = at(request);
        var emoji = emoji(request);
        var users = message.reactions.get(emoji);
        if (users == null || !users.remove(World.BOT.id())) {
            throw DiscordError.unknownEmoji();
        }
        if (users.isEmpty()) {
            message.reactions.remove(emoji);
        }
        events.reaction("MESSAGE_REACTION_REMOVE", message, World.BOT, emoji);
        return Answer.nothing();
    }

    private static String emoji(RestRequest request) {
        var emoji = request.path("emoji_name");
        if (emoji.chars().allMatch(c -> c < 0x80)) {
            throw DiscordError.unknownEmoji();
        }
        return emoji;
    }

    private Answer typing(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        if (channel.locked) {
            throw DiscordError.lockedThread();
        }
        events.typing(channel, World.BOT);
        return Answer.nothing();
    }

    void forgetNonces() {
        nonces.clear();
    }
}
