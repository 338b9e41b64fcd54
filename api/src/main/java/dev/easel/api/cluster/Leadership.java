package dev.easel.api.cluster;

import dev.easel.api.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica at a time mirrors, accepts and writes status: the one whose connection holds a lock
 * in the database. This saves work; correctness never rests on it, since a holder may learn late
 * that it has lost the lock.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final long LOCK = 0x4561_7365_6c01L;
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final Runnable acquired;
    private final Thread thread;
    private volatile boolean held;
    private volatile boolean closed;

    public Leadership(Database database, Runnable acquired) {
        this.database = database;
        this.acquired = acquired;
        this.thread = Thread.ofVirtual().name("leadership").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public boolean isHeld() {
        return held;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        while (!closed) {
            try (var connection = database.dedicatedConnection("leadership")) {
                holdWhileAlive(connection);
            } catch (SQLException e) {
                LOG.atWarn()
                        .addKeyValue("sql.state", e.getSQLState())
                        .log("the connection that holds the lock is gone");
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("the lock was given back after a failure");
            } finally {
                held = false;
            }
            pause();
        }
    }

    private void holdWhileAlive(Connection connection) throws SQLException {
        while (!closed) {
            if (!held && tryLock(connection)) {
                held = true;
                LOG.info("this replica now mirrors, accepts and writes status");
                acquired.run();
            } else if (!connection.isValid(2)) {
                return;
            }
            pause();
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private void pause() {
        if (!closed) {
            LockSupport.parkNanos(CHECK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        join(thread);
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
