package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The INTERACTION_CREATE event with every documented field. */
final class InteractionPayloads {
    private final World world;
    private final Access access;
    private final Shapes shapes;

    InteractionPayloads(World world, Access access, Shapes shapes) {
        this.world = world;
        this.access = access;
        this.shapes = shapes;
    }

    private String permissions(User user, Channel channel) {
        return Long.toString(access.permissions(user, channel));
    }

    /** Who installed the bot: the guild, or the user alone. */
    private String owner(Interaction interaction) {
        return world.knobs().userInstalled() ? interaction.user.id() : World.GUILD_ID;
    }

    ObjectNode of(Interaction interaction, ObjectNode data) {
        var channel = world.channel(interaction.channelId);
        var direct = channel.type == Channel.DIRECT;
        var json =
                Json.object()
                        .put("id", interaction.id)
                        .put("application_id", World.APPLICATION_ID)
                        .put("type", interaction.type)
                        .put("token", interaction.token)
                        .put("version", 1)
                        .put("channel_id", channel.id)
                        .put("locale", interaction.user.locale())
                        .put("context", direct ? 1 : 0)
                        .put("app_permissions", permissions(World.BOT, channel))
                        .put("attachment_size_limit", world.knobs().toldFileBytesMax());
        json.set("data", data);
        json.set(
                "channel",
                shapes.forBot(channel).put("permissions", permissions(interaction.user, channel)));
        if (direct) {
            json.set("user", shapes.user(interaction.user));
        } else {
            inGuild(json, interaction.user, channel);
        }
        json.putArray("entitlements");
        json.putObject("authorizing_integration_owners")
                .put(world.knobs().userInstalled() ? "1" : "0", owner(interaction));
        return json;
    }

    private void inGuild(ObjectNode json, User user, Channel channel) {
        json.put("guild_id", World.GUILD_ID).put("guild_locale", "en-US");
        var guild = json.putObject("guild").put("id", World.GUILD_ID).put("locale", "en-US");
        guild.putArray("features");
        json.set("member", shapes.member(user).put("permissions", permissions(user, channel)));
    }
}
