package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The guild and its people as routes tell them. */
final class Guilds {
    private final World world;
    private final Shapes shapes;

    Guilds(World world, Shapes shapes) {
        this.world = world;
        this.shapes = shapes;
    }

    void addTo(Routes routes) {
        var guild = "/guilds/{guild_id}";
        routes.get("/users/@me/guilds", _ -> Answer.ok(Json.array().add(listed())));
        routes.get(guild, this::guild);
        routes.get(guild + "/channels", this::channels);
        routes.get(guild + "/roles", r -> Answer.ok(known(r).path("roles")));
        routes.get(guild + "/members/{user_id}", this::member);
    }

    /** As GUILD_CREATE tells it; another guild is not known to the bot. */
    private ObjectNode known(RestRequest request) {
        if (!request.path("guild_id").equals(World.GUILD_ID)) {
            throw DiscordError.unknownGuild();
        }
        return shapes.guildCreate();
    }

    private Answer guild(RestRequest request) {
        var json =
                known(request)
                        .put("region", "deprecated")
                        .put("widget_enabled", false)
                        .putNull("widget_channel_id")
                        .putNull("home_header")
                        .put("max_presences", (Integer) null)
                        .put("max_members", 500_000)
                        .put("max_stage_video_channel_users", 50)
                        .put("max_video_channel_users", 25)
                        .put("nsfw", false)
                        .putNull("incidents_data");
        json.remove(
                java.util.List.of(
                        "channels",
                        "threads",
                        "members",
                        "presences",
                        "voice_states",
                        "stage_instances",
                        "soundboard_sounds",
                        "guild_scheduled_events",
                        "joined_at",
                        "large",
                        "unavailable",
                        "member_count"));
        return Answer.ok(json);
    }

    private Answer channels(RestRequest request) {
        return Answer.ok(known(request).path("channels"));
    }

    private Answer member(RestRequest request) {
        known(request);
        var user = world.user(request.path("user_id"));
        if (user == null) {
            throw DiscordError.unknownUser();
        }
        return Answer.ok(shapes.member(user));
    }

    private ObjectNode listed() {
        var guild = shapes.guildCreate();
        var json =
                Json.object()
                        .put("id", World.GUILD_ID)
                        .put("name", guild.path("name").asText())
                        .putNull("icon")
                        .putNull("banner")
                        .put("owner", false)
                        .put("permissions", Long.toString(Access.BOT_PERMISSIONS));
        json.putArray("features");
        return json;
    }
}
