package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Says what changed: to the bot through the gateway, if it sees the place, and to whoever draws a
 * client through the feed.
 */
final class Events {
    private final World world;
    private final Access access;
    private final Gateway gateway;
    private final Feed feed;
    private final Shapes shapes;
    private final MessageShapes messageShapes;

    Events(
            World world,
            Access access,
            Gateway gateway,
            Feed feed,
            Shapes shapes,
            MessageShapes messageShapes) {
        this.world = world;
        this.access = access;
        this.gateway = gateway;
        this.feed = feed;
        this.shapes = shapes;
        this.messageShapes = messageShapes;
    }

    private void inChannel(String event, Channel channel, ObjectNode payload) {
        if (access.sees(World.BOT, channel)) {
            gateway.dispatch(event, payload, channel.type == Channel.DIRECT);
        }
        feed.add(event, payload, access.viewers(channel));
    }

    private void everywhere(String event, ObjectNode payload) {
        gateway.dispatch(event, payload, false);
        feed.add(event, payload, List.of());
    }

    void messageCreated(Message message) {
        var json = messageShapes.event(message);
        if (message.nonce != null) {
            json.put("nonce", message.nonce);
        }
        message("MESSAGE_CREATE", message, json);
    }

    void messageUpdated(Message message) {
        message("MESSAGE_UPDATE", message, messageShapes.event(message));
    }

    private void message(String event, Message message, ObjectNode json) {
        var channel = world.channel(message.channelId);
        if (access.sees(World.BOT, channel)) {
            gateway.dispatchMessage(
                    event,
                    json,
                    channel.type == Channel.DIRECT,
                    messageShapes.needsContentIntent(message));
        }
        feed.add(event, json, messageViewers(message, channel));
    }

    /** An ephemeral answer is for whoever asked. */
    private List<String> messageViewers(Message message, Channel channel) {
        var interaction = message.interaction;
        return message.has(Message.FLAG_EPHEMERAL) && interaction != null
                ? List.of(interaction.user.id())
                : access.viewers(channel);
    }

    void messageDeleted(Message message) {
        var channel = world.channel(message.channelId);
        var json = Json.object().put("id", message.id).put("channel_id", message.channelId);
        inGuild(channel, json);
        if (access.sees(World.BOT, channel)) {
            gateway.dispatch("MESSAGE_DELETE", json, channel.type == Channel.DIRECT);
        }
        feed.add("MESSAGE_DELETE", json, messageViewers(message, channel));
    }

    private static void inGuild(Channel channel, ObjectNode json) {
        if (channel.type != Channel.DIRECT) {
            json.put("guild_id", World.GUILD_ID);
        }
    }

    void reaction(String event, Message message, User user, String emoji) {
        var channel = world.channel(message.channelId);
        var json =
                Json.object()
                        .put("user_id", user.id())
                        .put("channel_id", message.channelId)
                        .put("message_id", message.id)
                        .put("message_author_id", message.author.id())
                        .put("burst", false)
                        .put("type", 0);
        inGuild(channel, json);
        json.putObject("emoji").putNull("id").put("name", emoji);
        if (event.endsWith("ADD") && channel.type != Channel.DIRECT) {
            json.set("member", shapes.member(user));
        }
        inChannel(event, channel, json);
    }

    void typing(Channel channel, User user) {
        var json =
                Json.object()
                        .put("channel_id", channel.id)
                        .put("user_id", user.id())
                        .put("timestamp", world.now().getEpochSecond());
        inGuild(channel, json);
        inChannel("TYPING_START", channel, json);
    }

    void threadCreated(Channel thread) {
        inChannel("THREAD_CREATE", thread, shapes.forBot(thread).put("newly_created", true));
    }

    void threadUpdated(Channel thread) {
        inChannel("THREAD_UPDATE", thread, shapes.forBot(thread));
    }

    /** After an unarchived thread's update the bot's membership follows. */
    void threadUnarchived(Channel thread) {
        threadUpdated(thread);
        var since = thread.memberSince.get(World.BOT.id());
        if (since != null) {
            inChannel(
                    "THREAD_MEMBER_UPDATE",
                    thread,
                    shapes.threadMember(thread, World.BOT, since).put("guild_id", World.GUILD_ID));
        }
    }

    void threadDeleted(Channel thread) {
        inChannel(
                "THREAD_DELETE",
                thread,
                Json.object()
                        .put("id", thread.id)
                        .put("guild_id", World.GUILD_ID)
                        .put("parent_id", thread.parentId)
                        .put("type", thread.type));
    }

    /** The bot learns of itself, and of others only with the members intent. */
    void memberAdded(Channel thread, User user) {
        var json = membersUpdate(thread);
        var member = shapes.threadMember(thread, user, world.now());
        member.set("member", shapes.member(user));
        member.putNull("presence");
        json.putArray("added_members").add(member);
        json.putArray("removed_member_ids");
        var joins = user.id().equals(World.BOT.id());
        if (joins && thread.type == Channel.PRIVATE_THREAD) {
            inChannel("THREAD_CREATE", thread, shapes.forBot(thread));
        }
        members(thread, json, joins);
    }

    void memberRemoved(Channel thread, User user) {
        var json = membersUpdate(thread);
        json.putArray("added_members");
        json.putArray("removed_member_ids").add(user.id());
        members(thread, json, user.id().equals(World.BOT.id()));
    }

    private static ObjectNode membersUpdate(Channel thread) {
        return Json.object()
                .put("id", thread.id)
                .put("guild_id", World.GUILD_ID)
                .put("member_count", thread.memberSince.size());
    }

    private void members(Channel thread, ObjectNode json, boolean ofTheBot) {
        if (ofTheBot) {
            gateway.dispatch("THREAD_MEMBERS_UPDATE", json, false);
        } else if (access.sees(World.BOT, thread)) {
            gateway.dispatchOfOtherMembers("THREAD_MEMBERS_UPDATE", json);
        }
        feed.add("THREAD_MEMBERS_UPDATE", json, access.viewers(thread));
    }

    /** Channels are told to bots even where they may not look inside. */
    void channelCreated(Channel channel) {
        everywhere("CHANNEL_CREATE", shapes.channel(channel));
    }

    void channelUpdated(Channel channel) {
        everywhere("CHANNEL_UPDATE", shapes.channel(channel));
    }

    void channelDeleted(Channel channel) {
        everywhere("CHANNEL_DELETE", shapes.channel(channel));
    }

    /** Whoever gains access to a channel is told its threads. */
    void threadsSynced(Channel channel, List<Channel> active) {
        var json = Json.object().put("guild_id", World.GUILD_ID);
        json.putArray("channel_ids").add(channel.id);
        var threads = json.putArray("threads");
        var members = json.putArray("members");
        for (var thread : active) {
            threads.add(shapes.forBot(thread));
            var since = thread.memberSince.get(World.BOT.id());
            if (since != null) {
                members.add(shapes.threadMember(thread, World.BOT, since));
            }
        }
        gateway.dispatch("THREAD_LIST_SYNC", json, false);
    }

    void guildUpdated() {
        everywhere("GUILD_UPDATE", shapes.guildCreate());
    }

    void memberJoined(User user) {
        var json = shapes.member(user).put("guild_id", World.GUILD_ID);
        gateway.dispatchOfOtherMembers("GUILD_MEMBER_ADD", json);
        feed.add("GUILD_MEMBER_ADD", json, List.of());
    }

    void interactionCreated(Interaction interaction, ObjectNode payload) {
        gateway.dispatch("INTERACTION_CREATE", payload, false);
        feed.add("INTERACTION_CREATE", payload, List.of(interaction.user.id()));
    }

    /**
     * The bot has answered: {@code INTERACTION_ANSWER} with how, {@code MODAL_OPEN} with the form
     * that opens. Discord's clients get these in another way.
     */
    void interactionAnswered(Interaction interaction) {
        var json =
                Json.object()
                        .put("id", interaction.id)
                        .put("type", interaction.type)
                        .put("channel_id", interaction.channelId)
                        .put("user_id", interaction.user.id())
                        .put("ack", interaction.ack.name())
                        .put("ephemeral", interaction.ephemeral)
                        .put("original_message_id", interaction.originalMessageId);
        JsonNode choices = interaction.choices;
        if (choices != null) {
            json.set("choices", choices);
        }
        feed.add("INTERACTION_ANSWER", json, List.of(interaction.user.id()));
        JsonNode modal = interaction.modal;
        if (modal != null) {
            feed.add("MODAL_OPEN", openModal(interaction, modal), List.of(interaction.user.id()));
        }
    }

    static ObjectNode openModal(Interaction interaction, JsonNode modal) {
        var json =
                Json.object()
                        .put("interaction_id", interaction.id)
                        .put("channel_id", interaction.channelId)
                        .put("user_id", interaction.user.id());
        json.set("modal", modal);
        return json;
    }

    void commandsChanged() {
        feed.add("COMMANDS_UPDATE", Json.object(), List.of());
    }

    void worldReset() {
        feed.add("RESET", Json.object(), List.of());
    }
}
