package dev.easel.sandbox.discord;

import java.util.List;

/** Who the bot is and where its gateway is. */
final class Accounts {
    private final World world;
    private final Shapes shapes;
    private final String gatewayUrl;

    Accounts(World world, Shapes shapes, String gatewayUrl) {
        this.world = world;
        this.shapes = shapes;
        this.gatewayUrl = gatewayUrl;
    }

    void addTo(Routes routes) {
        routes.get("/users/@me", _ -> Answer.ok(shapes.selfUser()));
        routes.get("/users/{user_id}", r -> Answer.ok(shapes.user(user(r))));
        for (var path : List.of("/applications/@me", "/oauth2/applications/@me")) {
            routes.get(path, _ -> Answer.ok(shapes.application()));
        }
        routes.get("/gateway", _ -> Answer.ok(Json.object().put("url", gatewayUrl)));
        routes.get("/gateway/bot", _ -> Answer.ok(gatewayBot()));
        routes.get("/guilds/{guild_id}/members/{user_id}", this::member);
    }

    private com.fasterxml.jackson.databind.JsonNode gatewayBot() {
        var json = Json.object().put("url", gatewayUrl).put("shards", 1);
        json.putObject("session_start_limit")
                .put("total", 1000)
                .put("remaining", 1000)
                .put("reset_after", 86_400_000)
                .put("max_concurrency", 1);
        return json;
    }

    private User user(RestRequest request) {
        var user = world.user(request.path("user_id"));
        if (user == null) {
            throw DiscordError.unknownUser();
        }
        return user;
    }

    private Answer member(RestRequest request) {
        if (!request.path("guild_id").equals(World.GUILD_ID)) {
            throw DiscordError.unknownGuild();
        }
        return Answer.ok(shapes.member(user(request)));
    }
}
