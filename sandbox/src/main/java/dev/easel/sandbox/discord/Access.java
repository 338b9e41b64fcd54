package dev.easel.sandbox.discord;

import java.util.ArrayList;
import java.util.List;

/** Who may do what where, and the refusals of those who may not. */
final class Access {
    /** What the install link of the bot asks for, with thread management. */
    static final long BOT_PERMISSIONS = 395_137_109_056L | Permission.SEND_MESSAGES.bit();

    /** A member's everyday rights: see, write, attach, react, use commands, open threads. */
    static final long MEMBER_PERMISSIONS =
            309_237_763_136L | Permission.USE_APPLICATION_COMMANDS.bit();

    private final World world;

    Access(World world) {
        this.world = world;
    }

    /** What a user may do in a channel, or in a thread by the rules of its channel. */
    long permissions(User user, Channel channel) {
        if (user.id().equals(World.OWNER_ID)) {
            return Permission.ALL;
        }
        var everywhere =
                user.id().equals(World.BOT.id())
                        ? BOT_PERMISSIONS | MEMBER_PERMISSIONS
                        : MEMBER_PERMISSIONS;
        var parent = channel.parentId == null ? channel : world.channel(channel.parentId);
        var overwrite = parent.overwrites.get(user.id());
        return overwrite == null ? everywhere : everywhere & ~overwrite.deny() | overwrite.allow();
    }

    boolean may(User user, Channel channel, Permission permission) {
        return permission.in(permissions(user, channel));
    }

    boolean botMay(Channel channel, Permission permission) {
        return may(World.BOT, channel, permission);
    }

    /** Members of a private thread see it, and whoever manages threads. */
    boolean sees(User user, Channel channel) {
        if (channel.type == Channel.DIRECT) {
            return channel.memberSince.containsKey(user.id());
        }
        return may(user, channel, Permission.VIEW_CHANNEL)
                && (channel.type != Channel.PRIVATE_THREAD
                        || channel.memberSince.containsKey(user.id())
                        || may(user, channel, Permission.MANAGE_THREADS));
    }

    /** The channel, if the bot sees it. */
    Channel seen(String channelId) {
        var channel = world.channel(channelId);
        if (!sees(World.BOT, channel)) {
            throw DiscordError.missingAccess();
        }
        return channel;
    }

    /** The message of a request, if the bot sees it; answers to a user alone are not here. */
    Message message(RestRequest request) {
        var channel = seen(request.path("channel_id"));
        var message = world.message(channel.id, request.path("message_id"));
        if (message.has(Message.FLAG_EPHEMERAL)) {
            throw DiscordError.unknownMessage();
        }
        return message;
    }

    /** Refuses what the bot may not do in a channel that it sees. */
    void require(Channel channel, Permission permission) {
        if (channel.type != Channel.DIRECT && !botMay(channel, permission)) {
            throw DiscordError.missingPermissions();
        }
    }

    /** Refuses a message of the bot in a place where it may not write. */
    void requireWriting(Channel channel) {
        require(
                channel,
                channel.isThread()
                        ? Permission.SEND_MESSAGES_IN_THREADS
                        : Permission.SEND_MESSAGES);
    }

    /** Grants and revokes in a channel; null permissions of a user are those of its role again. */
    void change(User user, Channel channel, long granted, long revoked) {
        var before = channel.overwrites.getOrDefault(user.id(), Channel.Overwrite.NONE);
        var after =
                new Channel.Overwrite(
                        (before.allow() | granted) & ~revoked,
                        (before.deny() | revoked) & ~granted);
        channel.overwrites.put(user.id(), after);
    }

    /** The ids of those who see a channel; empty for all. */
    List<String> viewers(Channel channel) {
        var viewers = new ArrayList<String>();
        for (var user : world.users()) {
            if (sees(user, channel)) {
                viewers.add(user.id());
            }
        }
        return viewers.size() == world.users().size() ? List.of() : viewers;
    }
}
