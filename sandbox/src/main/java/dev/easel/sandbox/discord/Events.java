package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says what changed: builds the event and hands it to the gateway. */
final class Events {
    private final World world;
    private final Gateway gateway;
    private final Shapes shapes;
    private final MessageShapes messageShapes;

    Events(World world, Gateway gateway, Shapes shapes, MessageShapes messageShapes) {
        this.world = world;
        this.gateway = gateway;
        this.shapes = shapes;
        this.messageShapes = messageShapes;
    }

    void messageCreated(Message message) {
        var json = messageShapes.event(message);
        if (message.nonce != null) {
            json.put("nonce", message.nonce);
        }
        gateway.dispatchMessage("MESSAGE_CREATE", json, messageShapes.needsContentIntent(message));
    }

    void messageUpdated(Message message) {
        gateway.dispatchMessage(
                "MESSAGE_UPDATE",
                messageShapes.event(message),
                messageShapes.needsContentIntent(message));
    }

    void messageDeleted(Message message) {
        gateway.dispatch(
                "MESSAGE_DELETE",
                Json.object()
                        .put("id", message.id)
                        .put("channel_id", message.channelId)
                        .put("guild_id", World.GUILD_ID));
    }

    void reaction(String event, Message message, User user, String emoji) {
        var json =
                Json.object()
                        .put("user_id", user.id())
                        .put("channel_id", message.channelId)
                        .put("message_id", message.id)
                        .put("guild_id", World.GUILD_ID)
                        .put("message_author_id", message.author.id())
                        .put("burst", false)
                        .put("type", 0);
        json.putObject("emoji").putNull("id").put("name", emoji);
        if (event.endsWith("ADD")) {
            json.set("member", shapes.member(user));
        }
        gateway.dispatch(event, json);
    }

    void threadCreated(Channel thread) {
        gateway.dispatch("THREAD_CREATE", shapes.threadForBot(thread).put("newly_created", true));
    }

    void threadUpdated(Channel thread) {
        gateway.dispatch("THREAD_UPDATE", shapes.threadForBot(thread));
    }

    /** After an unarchived thread's update the bot's membership follows. */
    void threadUnarchived(Channel thread) {
        threadUpdated(thread);
        var since = thread.memberSince.get(World.BOT.id());
        if (since != null) {
            gateway.dispatch(
                    "THREAD_MEMBER_UPDATE",
                    shapes.threadMember(thread, World.BOT, since).put("guild_id", World.GUILD_ID));
        }
    }

    void threadDeleted(Channel thread) {
        gateway.dispatch(
                "THREAD_DELETE",
                Json.object()
                        .put("id", thread.id)
                        .put("guild_id", World.GUILD_ID)
                        .put("parent_id", thread.parentId)
                        .put("type", thread.type));
    }

    void memberAdded(Channel thread, User user) {
        var json =
                Json.object()
                        .put("id", thread.id)
                        .put("guild_id", World.GUILD_ID)
                        .put("member_count", thread.memberSince.size());
        var member = shapes.threadMember(thread, user, world.now());
        member.set("member", shapes.member(user));
        member.putNull("presence");
        json.putArray("added_members").add(member);
        json.putArray("removed_member_ids");
        gateway.dispatch("THREAD_MEMBERS_UPDATE", json);
    }

    void channelUpdated(Channel channel) {
        gateway.dispatch("CHANNEL_UPDATE", shapes.channel(channel));
    }

    void interactionCreated(ObjectNode interaction) {
        gateway.dispatch("INTERACTION_CREATE", interaction);
    }
}
