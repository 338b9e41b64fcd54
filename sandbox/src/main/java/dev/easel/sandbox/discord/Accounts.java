package dev.easel.sandbox.discord;

import java.util.List;

/** Who the bot is and where its gateway is. */
final class Accounts {
    private final World world;
    private final Shapes shapes;
    private final Threads threads;
    private final Gateway gateway;
    private final String gatewayUrl;

    Accounts(World world, Shapes shapes, Threads threads, Gateway gateway, String gatewayUrl) {
        this.world = world;
        this.shapes = shapes;
        this.threads = threads;
        this.gateway = gateway;
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
        routes.post("/users/@me/channels", this::direct);
    }

    private com.fasterxml.jackson.databind.JsonNode gatewayBot() {
        var json = Json.object().put("url", gatewayUrl).put("shards", 1);
        json.set("session_start_limit", gateway.startLimit());
        return json;
    }

    private User user(RestRequest request) {
        return user(request.path("user_id"));
    }

    private User user(String id) {
        var user = world.user(id);
        if (user == null) {
            throw DiscordError.unknownUser();
        }
        return user;
    }

    /** Opens the conversation with a person; bots do not talk to each other. */
    private Answer direct(RestRequest request) {
        var user = user(request.body().path("recipient_id").asText());
        if (user.bot()) {
            throw DiscordError.of(50007);
        }
        return Answer.ok(shapes.channel(threads.direct(user)));
    }
}
