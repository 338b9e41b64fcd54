package dev.easel.api.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives the first byte of a connection, the head of each request and its body a time each to come.
 * The server by itself bounds only the pause between two requests: whoever fell silent within one
 * would hold a connection, and with an upload a file, for ever.
 */
final class Arrivals implements ServerConnectionSelector, AutoCloseable {
    private final Duration allowed;
    private final Http1ConnectionSelector http1;
    private final ScheduledThreadPoolExecutor alarms;
    private final ConcurrentHashMap<SocketAddress, Silent> silent = new ConcurrentHashMap<>();

    /** A connection on which nothing came yet. */
    private record Silent(SocketChannel channel, Future<?> alarm) {}

    Arrivals(Duration allowed, Http1Config.Builder http1) {
        this.allowed = allowed;
        this.http1 =
                Http1ConnectionSelector.builder()
                        .config(
                                http1.addReceiveListener(new HeadReceived())
                                        .addSendListener(new HeadSent())
                                        .build())
                        .build();
        this.alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("arrivals").factory());
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** Tells of each connection as it is accepted, which the server does nowhere else. */
    SocketOptions options() {
        return new Options().build();
    }

    private void accepted(SocketChannel channel) {
        try {
            var address = channel.getRemoteAddress();
            var alarm =
                    alarms.schedule(
                            () -> {
                                silent.remove(address);
                                shutInput(channel);
                            },
                            allowed.toNanos(),
                            TimeUnit.NANOSECONDS);
            silent.put(address, new Silent(channel, alarm));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        var accepted = silent.remove(context.remotePeer().address());
        if (accepted == null) {
            throw new CloseConnectionException("the first byte came too late");
        }
        accepted.alarm().cancel(false);
        var arrival = new Arrival(context, accepted.channel(), allowed, alarms);
        var connection = http1.connection(arrival);
        arrival.isOf(connection);
        return connection;
    }

    /** Whoever waits for input sees its end, and can still answer. */
    static void shutInput(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }

    private static final class HeadReceived implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            var arrival = (Arrival) context;
            arrival.bodyBegins();
            if (headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
                arrival.isLast();
            }
        }
    }

    private static final class HeadSent implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (headers.containsToken(HeaderValues.CONNECTION_CLOSE)) {
                ((Arrival) context).isLast();
            }
        }
    }

    private final class Options extends SocketOptions.BuilderBase<Options, SocketOptions> {
        SocketOptions build() {
            // Head and body are two writes: the second must not wait for the client's word.
            tcpNoDelay(true);
            preBuildPrototype();
            validatePrototype();
            return new SocketOptionsImpl(this) {
                @Override
                public void configureSocket(SocketChannel channel) {
                    super.configureSocket(channel);
                    accepted(channel);
                }
            };
        }

        @Override
        public SocketOptions buildPrototype() {
            return build();
        }
    }
}
