package dev.easel.sandbox.discord;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Set;

/**
 * Whether a request comes from a page of this very address, or from no page at all. The control
 * surface asks for no credentials, so any page that is open in somebody's browser could drive it.
 */
final class SameOrigin {
    static final Answer REFUSAL =
            new Answer(
                    403,
                    Json.object()
                            .put("message", "pages of another address may not drive the stand-in"));

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** A page of ours, or an address that somebody typed. */
    private static final Set<String> SITES = Set.of("same-origin", "none");

    private SameOrigin() {}

    static boolean holds(HttpServerExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var origin = headers.getFirst(Headers.ORIGIN);
        var site = headers.getFirst(FETCH_SITE);
        return (origin == null || origin.equals("http://" + exchange.getHostAndPort()))
                && (site == null || SITES.contains(site));
    }
}
