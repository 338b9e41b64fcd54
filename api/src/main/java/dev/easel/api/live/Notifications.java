package dev.easel.api.live;

import dev.easel.api.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all replicas, through the database, that something about a request has changed. A message
 * says only that; whoever hears it reads what holds now, so that a lost or doubled one does no
 * harm.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 1_000;
    private static final String REQUEST = "easel_request";
    private static final String OUTBOX = "easel_outbox";

    private final Database database;
    private final Map<UUID, Set<Semaphore>> listeners = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Runnable> outboxListeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    public Notifications(Database database) {
        this.database = database;
        this.thread = Thread.ofVirtual().name("notifications").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Sent when the handle's transaction commits. */
    public static void requestChanged(Handle handle, UUID request) {
        handle.createQuery("SELECT pg_notify('" + REQUEST + "', :request)")
                .bind("request", request.toString())
                .mapToMap()
                .list();
    }

    /** Sent when the handle's transaction commits. */
    public static void outboxFilled(Handle handle) {
        handle.createQuery("SELECT pg_notify('" + OUTBOX + "', '')").mapToMap().list();
    }

    public void onOutboxFilled(Runnable listener) {
        outboxListeners.add(listener);
    }

    /** Gives the semaphore a permit at every change of the request, until closed. */
    Subscription subscribe(UUID request, Semaphore changes) {
        listeners.computeIfAbsent(request, _ -> ConcurrentHashMap.newKeySet()).add(changes);
        return () ->
                listeners.computeIfPresent(
                        request,
                        (_, set) -> {
                            set.remove(changes);
                            return set.isEmpty() ? null : set;
                        });
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private void run() {
        while (!closed) {
            try (var connection = database.dedicatedConnection("notifications")) {
                listen(connection);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.atWarn()
                            .addKeyValue("sql.state", e.getSQLState())
                            .log("the connection for notifications is gone; making a new one");
                    pause();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + REQUEST);
            statement.execute("LISTEN " + OUTBOX);
        }
        // Whatever happened while nobody listened is looked for now.
        outboxListeners.forEach(Runnable::run);
        var postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            for (var notification : postgres.getNotifications(WAIT_MILLIS)) {
                dispatch(notification.getName(), notification.getParameter());
            }
        }
    }

    private void dispatch(String channel, String parameter) {
        if (channel.equals(OUTBOX)) {
            outboxListeners.forEach(Runnable::run);
            return;
        }
        listeners.getOrDefault(UUID.fromString(parameter), Set.of()).forEach(Semaphore::release);
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofMillis(RETRY_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
