package dev.easel.api.http;

import dev.easel.protocol.Json;
import dev.easel.protocol.client.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.util.Map;

/** What the server takes from a connection before it knows who calls. */
public final class Bounds implements AutoCloseable {
    static final int CONNECTIONS_MAX = 4096;
    static final int REQUEST_LINE_BYTES_MAX = 8 * 1024;
    static final int HEADER_BYTES_MAX = 16 * 1024;

    private final SecurityHeaders headers;
    private final Arrivals arrivals;

    /**
     * @param https whether browsers reach this server by https alone
     */
    public Bounds(LimitsConfig limits, boolean https) {
        this.headers = new SecurityHeaders(https);
        this.arrivals =
                new Arrivals(
                        limits.bodyTime(),
                        Http1Config.builder()
                                .maxPrologueLength(REQUEST_LINE_BYTES_MAX)
                                .maxHeadersSize(HEADER_BYTES_MAX));
    }

    public WebServerConfig.Builder server() {
        return WebServer.builder()
                .maxTcpConnections(CONNECTIONS_MAX)
                .connectionOptions(arrivals.options())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(arrivals)
                .directHandlers(this::notHttp);
    }

    public void filter(HttpRouting.Builder routing) {
        routing.addFilter(headers);
    }

    private void notHttp(DirectHandlers.Builder handlers) {
        for (var type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, this::notHttp);
        }
    }

    /** Says nothing of what came: it may be anything. */
    private DirectHandler.TransportResponse notHttp(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders set,
            String message) {
        headers.headers().forEach(set::set);
        set.set(HeaderNames.CONTENT_TYPE, "application/json");
        var problem =
                new Problem(
                        "The request is not valid HTTP.",
                        status.reasonPhrase(),
                        "InvalidRequest",
                        null,
                        null,
                        Map.of());
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(set)
                .keepAlive(false)
                .entity(Json.mapper().valueToTree(problem).toString())
                .build();
    }

    @Override
    public void close() {
        arrivals.close();
    }
}
