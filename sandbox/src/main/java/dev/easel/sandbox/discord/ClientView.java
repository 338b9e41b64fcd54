package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;

/** What one user's client draws: first all of it, then what changes. */
final class ClientView {
    private final World world;
    private final Access access;
    private final Feed feed;
    private final Shapes shapes;
    private final MessageShapes messageShapes;

    ClientView(World world, Access access, Feed feed, Shapes shapes, MessageShapes messageShapes) {
        this.world = world;
        this.access = access;
        this.feed = feed;
        this.shapes = shapes;
        this.messageShapes = messageShapes;
    }

    /**
     * The guild as GUILD_CREATE tells it, with all members and their {@code locale}, all threads,
     * archived ones too; messages by channel, oldest first; commands with their localisations; open
     * modals; and in {@code s} the number of the last frame that is part of it.
     */
    ObjectNode of(String user) {
        return world.locked(() -> {
            var viewer = world.namedUser(user);
            var json = Json.object().put("s", feed.last());
            json.set("user", shapes.user(viewer).put("locale", viewer.locale()));
            var guild = shapes.guildCreate();
            var members = guild.putArray("members");
            world.users()
                    .forEach(u -> {
                        var member = shapes.member(u);
                        member.withObject("/user").put("locale", u.locale());
                        members.add(member);
                    });
            json.set("guild", guild);
            var channels = guild.putArray("channels");
            var threads = guild.putArray("threads");
            var direct = json.putArray("private_channels");
            var messages = json.putObject("messages");
            world.channels()
                    .filter(c -> access.sees(viewer, c))
                    .forEach(c -> {
                        var list = c.isThread() ? threads : c.guild() ? channels : direct;
                        list.add(shapes.channel(c));
                        var history = messages.putArray(c.id);
                        world.messagesOf(c.id).stream()
                                .filter(m -> m.visibleTo(viewer.id()))
                                .forEach(m -> history.add(messageShapes.message(m)));
                    });
            var commands = json.putArray("commands");
            world.commands().values().forEach(c -> commands.add(c.deepCopy()));
            var modals = json.putArray("modals");
            world.interactions()
                    .filter(i -> i.user.id().equals(viewer.id()))
                    .forEach(i -> {
                        var modal = i.modal;
                        if (modal != null && i.modalOpen) {
                            modals.add(Events.openModal(i, modal));
                        }
                    });
            return json;
        });
    }

    /** The guild's and the people's ids. */
    ObjectNode directory() {
        var json =
                Json.object()
                        .put("guildId", World.GUILD_ID)
                        .put("applicationId", World.APPLICATION_ID);
        var accounts = json.putArray("users");
        world.users()
                .forEach(u ->
                        accounts.addObject()
                                .put("id", u.id())
                                .put("name", u.name())
                                .put("locale", u.locale())
                                .put("bot", u.bot()));
        return json;
    }

    /**
     * Streams what changes as server-sent events. {@code user} leaves out what that user does not
     * see; {@code after}, or the header of a reader that comes back, is the last number it knows.
     */
    void stream(HttpServerExchange exchange) throws IOException {
        var query = Rest.query(exchange);
        var header = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        var known = header != null ? header : query.get("after");
        var user = query.get("user");
        String id;
        try {
            id = user == null ? "" : world.locked(() -> world.namedUser(user).id());
        } catch (IllegalArgumentException e) {
            Rest.send(exchange, new Answer(400, Json.object().put("message", e.getMessage())));
            return;
        }
        feed.stream(exchange, known == null ? feed.last() : Long.parseLong(known), id);
    }
}
