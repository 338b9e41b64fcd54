package dev.easel.sandbox.discord;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.stream.Stream;

/** Serves uploaded files at the addresses that messages carry. */
final class Cdn {
    private final World world;

    Cdn(World world) {
        this.world = world;
    }

    /** The path is {@code /attachments/channel/id/name}. */
    void handle(HttpServerExchange exchange, String path) throws IOException {
        // A client that sends its bot token to the file host leaks it.
        if (exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)) {
            exchange.setStatusCode(400);
            exchange.endExchange();
            return;
        }
        var parts = path.split("/");
        var signed = exchange.getQueryParameters().containsKey("hm");
        var found =
                parts.length == 5 && signed && !world.knobs().filesGone()
                        ? world.locked(() -> files(parts[3]).findFirst())
                        : java.util.Optional.<Attachment>empty();
        if (found.isEmpty()) {
            exchange.setStatusCode(404);
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, found.get().contentType());
        exchange.getOutputStream().write(found.get().content());
        exchange.endExchange();
    }

    /** Files of deleted messages go with them. */
    private Stream<Attachment> files(String id) {
        return world.messages().flatMap(m -> m.attachments.stream()).filter(a -> a.id().equals(id));
    }
}
