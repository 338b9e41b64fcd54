package dev.easel.api.lora;

import dev.easel.api.ApiConfig;
import dev.easel.api.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans at the start and then again and again on the replica that leads, and on demand on any. Two
 * scans at once would do double work, so a lock in the database lets one through at a time.
 */
final class LoraScans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoraScans.class);
    private static final long LOCK = 0x4561_7365_6c02L;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final LoraScan scan;
    private final Duration every;
    private final BooleanSupplier leads;
    private final Thread thread;
    private long due = System.nanoTime();
    private boolean asked;
    private volatile boolean closed;

    LoraScans(
            Database database,
            LoraStore store,
            ApiConfig.Loras config,
            LoraDirectory directory,
            BooleanSupplier leads,
            Clock clock) {
        this.database = database;
        this.every = config.scanEvery();
        this.leads = leads;
        this.scan =
                new LoraScan(
                        directory,
                        store,
                        config.hashBytesPerSecond(),
                        clock,
                        () -> closed,
                        this::isDue);
        // Hashing takes a processor for long; the carriers of virtual threads are not for that.
        this.thread = Thread.ofPlatform().name("lora-scan").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The next scan begins as soon as none is under way. */
    synchronized void ask() {
        asked = true;
        notifyAll();
    }

    private void run() {
        while (awaitTurn()) {
            try {
                scanIfFree();
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn().setCause(e).log("the LoRA scan failed; the next one follows");
            }
        }
    }

    private synchronized boolean isDue() {
        return asked || (leads.getAsBoolean() && System.nanoTime() - due >= 0);
    }

    private synchronized boolean awaitTurn() {
        try {
            while (!closed && !isDue()) {
                wait(LOOK_EVERY.toMillis());
            }
            asked = false;
            due = System.nanoTime() + every.toNanos();
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void scanIfFree() throws SQLException {
        try (var connection = database.dedicatedConnection("lora-scan")) {
            if (tryLock(connection)) {
                scan.run();
            } else {
                LOG.info("another replica scans the LoRA directory already");
            }
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

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        // It may be keeping its pace.
        java.util.concurrent.locks.LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
