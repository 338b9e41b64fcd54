package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of channels and threads: new, changed, deleted. */
final class Messages {
    private static final int NONCE_CHARS_MAX = 25;

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
        routes.add("POST", list, Routes.Kind.MESSAGE_WRITE, this::create);
        routes.add("PATCH", one, Routes.Kind.MESSAGE_WRITE, this::edit);
        routes.delete(one, this::delete);
        routes.post("/channels/{channel_id}/typing", this::typing);
    }

    private Answer create(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        var body = request.body();
        requireWriting(channel, request);
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
        refuseBlocked(message);
        if (referenced != null) {
            refer(message, referenced, pingsReplied(body.path("allowed_mentions")));
        }
        post(message);
        if (enforced != null) {
            nonces.put(enforced, new Sent(message.id, world.now()));
        }
        return Answer.ok(shapes.sent(message));
    }

    private void requireWriting(Channel channel, RestRequest request) {
        access.requireWriting(channel);
        requireContents(channel, request);
        if (request.body().path("message_reference").hasNonNull("message_id")
                && channel.type != Channel.DIRECT
                && !access.botMay(channel, Permission.READ_MESSAGE_HISTORY)) {
            throw DiscordError.of(160002);
        }
    }

    private void requireContents(Channel channel, RestRequest request) {
        if (!request.files().isEmpty()) {
            access.require(channel, Permission.ATTACH_FILES);
        }
        if (!request.body().path("embeds").isEmpty()) {
            access.require(channel, Permission.EMBED_LINKS);
        }
    }

    /** The guild's own filter reads everything that is shown. */
    private void refuseBlocked(Message message) {
        var word = world.knobs().blockedWord();
        var text = new StringBuilder(message.content);
        MessageView.collectText(message.components, text);
        if (!word.isEmpty() && text.indexOf(word) >= 0) {
            throw DiscordError.of(200000);
        }
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
        var message = access.message(request);
        if (!message.author.id().equals(World.BOT.id())) {
            throw DiscordError.of(50005);
        }
        var channel = world.channel(message.channelId);
        requireContents(channel, request);
        if (channel.archived) {
            throw DiscordError.archivedThread();
        }
        var freely = message.createdAt.plus(world.knobs().freeEditAge());
        if (freely.isBefore(world.now()) && message.edits >= world.knobs().oldEditsMax()) {
            throw DiscordError.of(30046);
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
        var message = access.message(request);
        var channel = world.channel(message.channelId);
        if (!message.author.id().equals(World.BOT.id())) {
            access.require(channel, Permission.MANAGE_MESSAGES);
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

    private Answer typing(RestRequest request) {
        var channel = access.seen(request.path("channel_id"));
        access.requireWriting(channel);
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
