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

    ObjectNode of(Interaction interaction, ObjectNode data) {
        var channel = world.channel(interaction.channelId);
        var json =
                Json.object()
                        .put("id", interaction.id)
                        .put("application_id", World.APPLICATION_ID)
                        .put("type", interaction.type)
                        .put("token", interaction.token)
                        .put("version", 1)
                        .put("guild_id", World.GUILD_ID)
                        .put("channel_id", channel.id)
                        .put("locale", interaction.user.locale())
                        .put("guild_locale", "en-US")
                        .put("context", 0)
                        .put("app_permissions", permissions(World.BOT, channel))
                        .put("attachment_size_limit", world.knobs().fileBytesMax());
        json.set("data", data);
        var guild = json.putObject("guild").put("id", World.GUILD_ID).put("locale", "en-US");
        guild.putArray("features");
        json.set(
                "channel",
                shapes.forBot(channel).put("permissions", permissions(interaction.user, channel)));
        json.set(
                "member",
                shapes.member(interaction.user)
                        .put("permissions", permissions(interaction.user, channel)));
        json.putArray("entitlements");
        json.putObject("authorizing_integration_owners").put("0", World.GUILD_ID);
        return json;
    }
}
