package dev.easel.api.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the server sees it, but for the bytes that come: those of a request have to come
 * in time. One thread reads; only an alarm comes from another, and shuts the input under it.
 */
final class Arrival implements ConnectionContext {
    private enum Phase {
        PAUSE,
        HEAD,
        BODY
    }

    private final ConnectionContext context;
    private final SocketChannel channel;
    private final ScheduledExecutorService alarms;
    private final DataReader reader = DataReader.create(this::next);
    private final Allowance allowance;
    private @Nullable ServerConnection connection;
    private Phase phase = Phase.HEAD;

    /** At the first byte of its first request. */
    Arrival(
            ConnectionContext context,
            SocketChannel channel,
            Duration allowed,
            ScheduledExecutorService alarms) {
        this.context = context;
        this.channel = channel;
        this.alarms = alarms;
        this.allowance = new Allowance(allowed, System::nanoTime);
    }

    void isOf(ServerConnection connection) {
        this.connection = connection;
    }

    void bodyBegins() {
        begins(Phase.BODY);
    }

    /** There is no further request on this connection, even if bytes of one are there. */
    void isLast() {
        // Closing interrupts whoever reads a request's first line: that one ends by itself.
        if (connection != null && !isReadingFirstLine()) {
            connection.close(false);
        }
    }

    private boolean isReadingFirstLine() {
        return connection instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    private void begins(Phase next) {
        phase = next;
        allowance.begin();
    }

    private byte @Nullable [] next() {
        var first = context.dataReader().available();
        if (first > 0) {
            return context.dataReader().readBuffer(first).readBytes();
        }
        if (phase == Phase.BODY && isReadingFirstLine()) {
            // The beginning of the next request may have come with the one before.
            begins(reader.available() > 0 ? Phase.HEAD : Phase.PAUSE);
        }
        if (phase != Phase.PAUSE) {
            return inTime();
        }
        var bytes = read();
        begins(Phase.HEAD);
        return bytes;
    }

    private byte @Nullable [] inTime() {
        var late = new AtomicBoolean();
        var alarm =
                alarms.schedule(
                        () -> {
                            late.set(true);
                            Arrivals.shutInput(channel);
                        },
                        allowance.nanosLeft(),
                        TimeUnit.NANOSECONDS);
        try {
            var bytes = read();
            if (late.get()) {
                throw tooSlow();
            }
            allowance.came(bytes == null ? 0 : bytes.length);
            return bytes;
        } finally {
            alarm.cancel(false);
        }
    }

    private byte @Nullable [] read() {
        try {
            return context.serverSocket().get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the connection broke off", e);
        }
    }

    /** Of a body not an IOException: those that write it away would take it for their own. */
    private RuntimeException tooSlow() {
        return phase == Phase.BODY
                ? new UncheckedIOException(new SocketTimeoutException("the body came too slowly"))
                : RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .status(Status.REQUEST_TIMEOUT_408)
                        .setKeepAlive(false)
                        .message("the head came too slowly")
                        .build();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return context.dataWriter();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
