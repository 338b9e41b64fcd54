package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The JSON of messages, complete and as a bot without the message content intent reads it. */
final class MessageShapes {
    private final World world;
    private final Shapes shapes;
    private final String cdn;

    MessageShapes(World world, Shapes shapes, String cdn) {
        this.world = world;
        this.shapes = shapes;
        this.cdn = cdn;
    }

    ObjectNode message(Message message) {
        var json = basic(message);
        var referenced = referenced(message);
        if (referenced != null) {
            json.set("referenced_message", basic(referenced));
        } else if (message.type == Message.REPLY) {
            json.putNull("referenced_message");
        }
        if (!message.reactions.isEmpty()) {
            addReactions(json, message);
        }
        if (message.has(Message.FLAG_HAS_THREAD)) {
            world.channels()
                    .filter(c -> c.id.equals(message.id))
                    .findFirst()
                    .ifPresent(c -> json.set("thread", shapes.forBot(c)));
        }
        return json;
    }

    private ObjectNode basic(Message message) {
        var json =
                Json.object()
                        .put("id", message.id)
                        .put("channel_id", message.channelId)
                        .put("type", message.type)
                        .put("content", message.content)
                        .put("timestamp", Json.timestamp(message.createdAt))
                        .put("edited_timestamp", Json.timestampOrNull(message.editedAt))
                        .put("flags", message.flags)
                        .put("pinned", false)
                        .put("mention_everyone", message.mentionsEveryone)
                        .put("tts", false);
        json.set("author", shapes.user(message.author));
        var mentions = json.putArray("mentions");
        message.mentions.forEach(u -> mentions.add(shapes.user(u)));
        var roles = json.putArray("mention_roles");
        if (message.content.contains("<@&" + World.BOT_ROLE_ID + ">")) {
            roles.add(World.BOT_ROLE_ID);
        }
        json.set("embeds", message.embeds.deepCopy());
        json.set("components", message.components.deepCopy());
        var attachments = json.putArray("attachments");
        // Files shown by components are not listed a second time.
        if (!message.has(Message.FLAG_COMPONENTS_V2)) {
            message.attachments.forEach(a -> attachments.add(a.toJson(cdn)));
        }
        if (message.reference != null) {
            json.set("message_reference", message.reference.deepCopy());
        }
        addInteraction(json, message);
        return json;
    }

    private void addInteraction(ObjectNode json, Message message) {
        var interaction = message.interaction;
        if (message.author.id().equals(World.BOT.id())) {
            json.put("application_id", World.APPLICATION_ID);
        }
        if (interaction == null) {
            return;
        }
        json.put("webhook_id", World.APPLICATION_ID);
        if (interaction.type == Interaction.COMMAND) {
            var metadata =
                    json.putObject("interaction_metadata")
                            .put("id", interaction.id)
                            .put("type", interaction.type);
            metadata.set("user", shapes.user(interaction.user));
            metadata.putObject("authorizing_integration_owners").put("0", World.GUILD_ID);
        }
    }

    private @Nullable Message referenced(Message message) {
        return message.reference == null || message.type != Message.REPLY
                ? null
                : world.messageOrNull(message.reference.path("message_id").asText());
    }

    private static void addReactions(ObjectNode json, Message message) {
        var reactions = json.putArray("reactions");
        message.reactions.forEach((emoji, users) -> {
            var reaction = reactions.addObject();
            reaction.putObject("emoji").putNull("id").put("name", emoji);
            reaction.put("count", users.size())
                    .put("me", users.contains(World.BOT.id()))
                    .put("me_burst", false);
            reaction.putObject("count_details").put("normal", users.size()).put("burst", 0);
            reaction.putArray("burst_colors");
        });
    }

    /** The message as its sender gets it back; only then does it carry the nonce. */
    ObjectNode sent(Message message) {
        var json = message(message);
        return message.nonce == null ? json : json.put("nonce", message.nonce);
    }

    /** The message as an event carries it. */
    ObjectNode event(Message message) {
        var channel = world.channel(message.channelId);
        var json = message(message).put("channel_type", channel.type);
        if (channel.type != Channel.DIRECT && !message.has(Message.FLAG_EPHEMERAL)) {
            json.put("guild_id", World.GUILD_ID);
            json.set("member", shapes.bareMember(message.author));
        }
        return json;
    }

    /** Whether the bot reads this message only with the message content intent. */
    boolean needsContentIntent(Message message) {
        if (message.author.id().equals(World.BOT.id())
                || world.channel(message.channelId).type == Channel.DIRECT) {
            return false;
        }
        return message.mentions.stream().noneMatch(u -> u.id().equals(World.BOT.id()))
                || pingsOnlyByReplyToAnAnswer(message);
    }

    /** A reply to an answer of an interaction pings, but shows nothing. */
    private boolean pingsOnlyByReplyToAnAnswer(Message message) {
        var referenced = referenced(message);
        return referenced != null
                && referenced.interaction != null
                && !message.content.contains("<@" + World.BOT.id() + ">");
    }

    static ObjectNode withoutContent(ObjectNode json) {
        var masked = json.deepCopy();
        masked.put("content", "");
        masked.putArray("embeds");
        masked.putArray("attachments");
        masked.putArray("components");
        masked.remove("poll");
        return masked;
    }
}
