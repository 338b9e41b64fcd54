package dev.easel.api.erasure;

import dev.easel.api.ApiConfig.Retention;
import dev.easel.api.generation.Erasures;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what users wish gone, soon, and what is older than may be kept, now and then. Every step
 * is found again in the database, so that it does not matter which replica dies when.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration USERS_EVERY = Duration.ofSeconds(5);
    private static final Duration OLD_EVERY = Duration.ofHours(1);
    private static final int REQUESTS_MAX = 100;
    private static final int EVENTS_MAX = 5_000;

    /** A request that the bot is posting at this moment would leave its posts behind. */
    private static final Duration DELIVERY_MAX = Duration.ofMinutes(1);

    /** Requests of before an order may become known after it. */
    private static final Duration ORDER_STAYS = Duration.ofMinutes(10);

    /** Posts in a guild that the bot has left cannot be removed by anybody here. */
    private static final Duration POSTS_STAY = Duration.ofDays(30);

    private static final String ENDED =
            "(r.status IN ('completed', 'failed') OR r.accepted = 'False')";

    private static final String DELIVERED =
            "(r.delivery IS NULL OR r.delivered OR r.gone_at IS NOT NULL OR r.updated_at < :settled)";

    private final Jdbi jdbi;
    private final Erasures erasures;
    private final Retention retention;
    private final BooleanSupplier active;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sweeper").factory());

    /**
     * @param active whether this replica is the one that sweeps
     */
    public Sweeper(
            Jdbi jdbi,
            Erasures erasures,
            Retention retention,
            BooleanSupplier active,
            Clock clock) {
        this.jdbi = jdbi;
        this.erasures = erasures;
        this.retention = retention;
        this.active = active;
        this.clock = clock;
    }

    public void start() {
        every(USERS_EVERY, this::sweepUsers);
        every(OLD_EVERY, this::sweepOld);
    }

    private void every(Duration pause, Runnable sweep) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> guarded(sweep), 1, pause.toSeconds(), TimeUnit.SECONDS);
    }

    private void guarded(Runnable sweep) {
        try {
            if (active.getAsBoolean()) {
                sweep.run();
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("a sweep was not finished; the next one goes on");
        }
    }

    /** Cancels what is under way, erases what has ended. */
    void sweepUsers() {
        for (var uid : ofUsers("r.desired_state = 'Active' AND NOT " + ENDED)) {
            erasures.cancel(uid);
        }
        for (var uid : ofUsers(ENDED + " AND " + DELIVERED)) {
            erasures.eraseWithPosts(uid);
        }
        var now = clock.instant();
        delete(
                """
                DELETE FROM user_erasure e WHERE asked_at < :before AND NOT EXISTS (
                  SELECT 1 FROM generation_request r
                  WHERE r.tenant = e.tenant AND r.user_id = e.user_id
                    AND r.erased_at IS NULL AND r.created_at <= e.asked_at)
                """,
                now.minus(ORDER_STAYS));
    }

    private List<UUID> ofUsers(String condition) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT r.request_uid FROM user_erasure e
                                JOIN generation_request r USING (tenant, user_id)
                                WHERE r.created_at <= e.asked_at AND r.erased_at IS NULL
                                  AND %s
                                ORDER BY r.created_at LIMIT :max
                                """
                                        .formatted(condition))
                        .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
                        .bind("settled", Timestamp.from(clock.instant().minus(DELIVERY_MAX)))
                        .bind("max", REQUESTS_MAX)
                        .mapTo(UUID.class)
                        .list());
    }

    /** In batches, so that no transaction and no list grows with the history. */
    void sweepOld() {
        var now = clock.instant();
        var history = retention.history();
        if (history != null) {
            for (var batch = older(now.minus(history));
                    !batch.isEmpty() && active.getAsBoolean();
                    batch = older(now.minus(history))) {
                batch.forEach(erasures::eraseOld);
                LOG.atInfo().addKeyValue("requests", batch.size()).log("old requests erased");
            }
        }
        var auditEnd = now.minus(retention.audit());
        while (deleteEvents(auditEnd) == EVENTS_MAX && active.getAsBoolean()) {
            LOG.atInfo().addKeyValue("events", EVENTS_MAX).log("old audit events deleted");
        }
        delete("DELETE FROM erased_post WHERE created_at < :before", now.minus(POSTS_STAY));
    }

    private List<UUID> older(Instant than) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT r.request_uid FROM generation_request r"
                                        + " WHERE r.erased_at IS NULL AND r.created_at < :before"
                                        + " AND "
                                        + ENDED
                                        + " ORDER BY r.created_at LIMIT :max")
                        .bind("before", Timestamp.from(than))
                        .bind("max", REQUESTS_MAX)
                        .mapTo(UUID.class)
                        .list());
    }

    private int deleteEvents(Instant before) {
        return delete(
                """
                DELETE FROM audit_event WHERE event_id IN (
                  SELECT event_id FROM audit_event WHERE at < :before LIMIT %d)
                """
                        .formatted(EVENTS_MAX),
                before);
    }

    private int delete(String sql, Instant before) {
        return jdbi.withHandle(handle ->
                handle.createUpdate(sql).bind("before", Timestamp.from(before)).execute());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
