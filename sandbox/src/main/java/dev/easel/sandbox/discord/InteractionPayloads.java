package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The INTERACTION_CREATE event with every documented field. */
final class InteractionPayloads {
    private final World world;
    private final Shapes shapes;

    InteractionPayloads(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
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
                        .put("app_permissions", Long.toString(Shapes.permissions(World.BOT)))
                        .put("attachment_size_limit", world.knobs().fileBytesMax());
        json.set("data", data);
        var guild = json.putObject("guild").put("id", World.GUILD_ID).put("locale", "en-US");
        guild.putArray("features");
        json.set(
                "channel",
                (channel.isThread() ? shapes.threadForBot(channel) : shapes.channel(channel))
                        .put("permissions", Long.toString(Shapes.permissions(interaction.user))));
        json.set(
                "member",
                shapes.member(interaction.user)
                        .put("permissions", Long.toString(Shapes.permissions(interaction.user))));
        json.putArray("entitlements");
        json.putObject("authorizing_integration_owners").put("0", World.GUILD_ID);
        return json;
    }
}
