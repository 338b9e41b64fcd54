package dev.easel.api.live;

import dev.easel.api.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all replicas, through the database, that something has changed: triggers send it of
 * requests, the outbox of itself. A message says only that; whoever hears it reads what holds now,
 * so that a lost or doubled one does no harm.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 1_000;
    private static final String REQUEST = "easel_request";
    private static final String OUTBOX = "easel_outbox";

    private final Database database;
    private final CopyOnWriteArrayList<Runnable> requestListeners = new CopyOnWriteArrayList<>();
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
    public static void outboxFilled(Handle handle) {
        handle.createQuery("SELECT pg_notify('" + OUTBOX + "', '')").mapToMap().list();
    }

    public void onOutboxFilled(Runnable listener) {
        outboxListeners.add(listener);
    }

    /** Called when requests may have changed; must only hand over. */
    void onRequestChanged(Runnable listener) {
        requestListeners.add(listener);
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
        requestListeners.forEach(Runnable::run);
        var postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            var heard =
                    Arrays.stream(postgres.getNotifications(WAIT_MILLIS))
                            .map(PGNotification::getName)
                            .collect(Collectors.toSet());
            if (heard.contains(OUTBOX)) {
                outboxListeners.forEach(Runnable::run);
            }
            if (heard.contains(REQUEST)) {
                requestListeners.forEach(Runnable::run);
            }
        }
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
