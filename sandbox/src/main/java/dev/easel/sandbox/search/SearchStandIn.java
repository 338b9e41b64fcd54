package dev.easel.sandbox.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.RequestLog;
import dev.easel.sandbox.standin.StandInServer;
import java.net.URI;

/**
 * SearXNG, Brave Search and Google Custom Search without the web: the wire is theirs, the pages are
 * a few of our own. Thread-safe.
 */
public final class SearchStandIn implements AutoCloseable {
    private final Faults faults = new Faults();
    private final Endpoints endpoints = new Endpoints(new ObjectMapper(), faults);
    private final StandInServer server;

    private SearchStandIn(String bindAddress, int port) {
        server =
                StandInServer.start(bindAddress, port, false, endpoints, faults, SearchFault.class);
    }

    /** Port 0 for a free one. */
    public static SearchStandIn start(String bindAddress, int port) {
        return new SearchStandIn(bindAddress, port);
    }

    public static SearchStandIn start() {
        return start("127.0.0.1", 0);
    }

    public URI url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog log() {
        return server.log();
    }

    /** How many calls {@code searxng}, {@code brave} or {@code google} got. */
    public int searches(String provider) {
        return endpoints.searches(provider);
    }

    public int searches() {
        return searches("searxng") + searches("brave") + searches("google");
    }

    public void goOffline() {
        server.goOffline();
    }

    public void goOnline() {
        server.goOnline();
    }

    @Override
    public void close() {
        server.close();
    }
}
