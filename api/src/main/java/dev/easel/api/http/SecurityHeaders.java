package dev.easel.api.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.ArrayList;
import java.util.List;

/** Tells browsers what they may do with an answer: nothing, unless an endpoint allows more. */
public final class SecurityHeaders implements Filter {
    private static final List<Header> ALWAYS =
            List.of(
                    HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
                    HeaderValues.createCached("Referrer-Policy", "no-referrer"),
                    HeaderValues.createCached(
                            "Content-Security-Policy",
                            "default-src 'none'; frame-ancestors 'none'"),
                    HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin"));

    /** A year. */
    private static final Header HTTPS_ONLY =
            HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000");

    private final List<Header> headers;

    /**
     * @param https whether browsers reach this server by https alone
     */
    public SecurityHeaders(boolean https) {
        var all = new ArrayList<>(ALWAYS);
        if (https) {
            all.add(HTTPS_ONLY);
        }
        this.headers = List.copyOf(all);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        headers.forEach(response::header);
        chain.proceed();
    }

    List<Header> headers() {
        return headers;
    }
}
