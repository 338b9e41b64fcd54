package dev.easel.api.outbox;

import dev.easel.api.cluster.Leadership;
import dev.easel.api.cluster.Resources;
import dev.easel.api.live.Notifications;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes api's part of a resource's status whenever something that belongs in it has changed. The
 * reason to write is noted in the transaction that makes the change; what is written is read at the
 * moment of writing, so an outage of the API server, of this process or of both loses nothing and
 * any number of changes in the meantime is one write.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BATCH_MAX = 20;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final long BACKOFF_MILLIS_MIN = 250;
    private static final long BACKOFF_MILLIS_MAX = 30_000;

    private final Jdbi jdbi;
    private final Resources resources;
    private final Leadership leadership;
    private final MeterRegistry meters;
    private final Thread thread;
    private volatile boolean closed;

    public Outbox(Jdbi jdbi, Resources resources, Leadership leadership, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.resources = resources;
        this.leadership = leadership;
        this.meters = meters;
        this.thread = Thread.ofVirtual().name("outbox").unstarted(this::run);
        Gauge.builder("easel.api.outbox.depth", this, Outbox::depth).register(meters);
    }

    /** Notes, in the caller's transaction, that the request's status must be written. */
    public static void note(Handle handle, UUID request) {
        handle.createUpdate(
                        """
                        INSERT INTO outbox (request_uid) VALUES (:request)
                        ON CONFLICT (request_uid) DO UPDATE SET
                          version = outbox.version + 1,
                          not_before = CASE WHEN outbox.tries = 0 THEN now()
                            ELSE outbox.not_before END
                        """)
                .bind("request", request)
                .execute();
        Notifications.outboxFilled(handle);
    }

    public void start() {
        thread.start();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Looks now instead of a moment later. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                if (!leadership.isHeld() || writeDue() == 0) {
                    LockSupport.parkNanos(LOOK_EVERY.toNanos());
                }
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("the outbox could not be worked on; trying again");
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private record Due(UUID requestUid, String name, long version, int tries) {}

    private int writeDue() {
        List<Due> due =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT o.request_uid, r.name, o.version, o.tries
                                        FROM outbox o JOIN generation_request r
                                          USING (request_uid)
                                        WHERE o.not_before <= now()
                                        ORDER BY o.not_before LIMIT :max
                                        """)
                                .bind("max", BATCH_MAX)
                                .map((rs, _) ->
                                        new Due(
                                                rs.getObject(1, UUID.class),
                                                rs.getString(2),
                                                rs.getLong(3),
                                                rs.getInt(4)))
                                .list());
        for (var entry : due) {
            if (closed) {
                break;
            }
            write(entry);
        }
        return due.size();
    }

    private void write(Due due) {
        var status =
                jdbi.withHandle(handle -> StatusRows.read(handle, due.requestUid()))
                        .map(ApiStatus::of);
        if (status.isEmpty()) {
            done(due);
            return;
        }
        try {
            resources.applyStatus(due.name(), due.requestUid(), status.get());
            done(due);
            meters.counter("easel.api.status.writes", "outcome", "written").increment();
        } catch (KubernetesClientException e) {
            if (isGone(due, e)) {
                done(due);
            } else {
                later(due, e);
            }
        }
    }

    /**
     * A conflict means that another resource (with another uid) has the name, or only that many
     * write to this one at the same moment; which of the two, only the API server knows.
     */
    private boolean isGone(Due due, KubernetesClientException e) {
        if (e.getCode() != 409) {
            return e.getCode() == 404;
        }
        try {
            return !resources.isThere(due.name(), due.requestUid());
        } catch (KubernetesClientException unknown) {
            return false;
        }
    }

    private void done(Due due) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM outbox
                                WHERE request_uid = :request AND version = :version
                                """)
                        .bind("request", due.requestUid())
                        .bind("version", due.version())
                        .execute());
    }

    private void later(Due due, KubernetesClientException e) {
        var wait = backoffMillis(due.tries(), ThreadLocalRandom.current().nextDouble());
        meters.counter("easel.api.status.writes", "outcome", "refused").increment();
        LOG.atWarn()
                .addKeyValue("request.uid", due.requestUid())
                .addKeyValue("kubernetes.status", e.getCode())
                .addKeyValue("tries", due.tries() + 1)
                .addKeyValue("retry.millis", wait)
                .addKeyValue("cause", e.getMessage())
                .log("a status could not be written; it will be tried again");
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE outbox SET tries = tries + 1, last_error = :error,
                                  not_before = now() + make_interval(secs => :seconds)
                                WHERE request_uid = :request
                                """)
                        .bind("request", due.requestUid())
                        .bind("error", "HTTP " + e.getCode())
                        .bind("seconds", wait / 1000.0)
                        .execute());
    }

    /** Doubles from a quarter of a second to half a minute; jitter takes off up to a quarter. */
    static long backoffMillis(int tries, double jitter) {
        var full = Math.min(BACKOFF_MILLIS_MAX, BACKOFF_MILLIS_MIN << Math.clamp(tries, 0, 20));
        return (long) (full * (1 - jitter / 4));
    }

    private double depth() {
        try {
            return jdbi.withHandle(handle ->
                    handle.createQuery("SELECT count(*) FROM outbox").mapTo(Long.class).one());
        } catch (JdbiException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
