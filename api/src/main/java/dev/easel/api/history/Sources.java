package dev.easel.api.history;

import dev.easel.api.history.SourceRules.Seen;
import dev.easel.api.history.SourceRules.Stored;
import dev.easel.crds.v1alpha1.Action;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a request starts from: the request that it names, else its thread's latest or first.
 * Each method is part of the caller's transaction.
 */
public final class Sources {
    /** What a thread has stored since it was last reset; {@code any} looks into every tenant's. */
    private static final String STORED_IN_THREAD =
            """
            FROM generation_request r JOIN generation_metadata m USING (request_uid)
            WHERE r.thread_id = :thread AND r.thread_id <> '' AND r.request_uid <> :self
              AND (:any OR r.tenant = :tenant)
            """;

    private static final String NOT_RESET =
            """
              AND NOT EXISTS (SELECT 1 FROM thread_context t
                WHERE t.guild_id = r.tenant AND t.thread_id = r.thread_id
                  AND t.reset_at >= m.created_at)
            """;

    private Sources() {}

    public static Found find(Handle handle, Start start) {
        return SourceRules.judge(start, seen(handle, start));
    }

    private static Seen seen(Handle handle, Start start) {
        var named =
                Optional.ofNullable(start.source()).or(() -> pinned(handle, start.requestUid()));
        if (named.isPresent()) {
            return request(handle, named.get()).orElseGet(Seen.Nobody::new);
        }
        if (start.action() == Action.REFINE && hasEarlierUnderway(handle, start)) {
            return new Seen.BusyThread();
        }
        return ofThread(handle, start)
                .flatMap(uid -> request(handle, uid))
                .orElseGet(() ->
                        new Seen.EmptyThread(
                                exists(handle, start, "SELECT 1 " + STORED_IN_THREAD),
                                isUnderway(handle, start)));
    }

    /** Keeps what was found in a thread, so that a later attempt starts from the same. */
    public static void pin(Handle handle, Start start, Found.Ready found) {
        handle.createUpdate(
                        """
                        UPDATE generation_request SET source_request_uid = :source
                        WHERE request_uid = :self AND source_request_uid IS NULL
                        """)
                .bind("self", start.requestUid())
                .bind("source", found.requestUid())
                .execute();
    }

    private static Optional<UUID> pinned(Handle handle, UUID self) {
        return handle.createQuery(
                        """
                        SELECT source_request_uid FROM generation_request
                        WHERE request_uid = :self AND source_request_uid IS NOT NULL
                        """)
                .bind("self", self)
                .mapTo(UUID.class)
                .findOne();
    }

    private static Optional<UUID> ofThread(Handle handle, Start start) {
        var direction = start.action() == Action.RESTORE ? "ASC" : "DESC";
        return handle.createQuery(
                        "SELECT r.request_uid "
                                + STORED_IN_THREAD
                                + NOT_RESET
                                + " ORDER BY m.created_at "
                                + direction
                                + ", r.request_uid LIMIT 1")
                .bind("thread", start.threadId())
                .bind("self", start.requestUid())
                .bind("any", start.anyTenant())
                .bind("tenant", start.tenant())
                .mapTo(UUID.class)
                .findOne();
    }

    /**
     * Whether something that was asked for before this is unfinished: two refinements written one
     * after the other are both meant. The order is total, so no two wait for each other. Kubernetes
     * knows creations to the second only; the names that the bot gives have Discord's order.
     */
    private static boolean hasEarlierUnderway(Handle handle, Start start) {
        return exists(
                handle,
                start,
                """
                SELECT 1 FROM generation_request r
                JOIN generation_request me ON me.request_uid = :self
                WHERE r.thread_id = :thread AND r.thread_id <> ''
                  AND (:any OR r.tenant = :tenant)
                  AND (r.created_at, %s, r.request_uid)
                    < (me.created_at, %s, me.request_uid)
                  AND r.status IN ('pending', 'processing') AND r.desired_state = 'Active'
                  AND r.accepted IS DISTINCT FROM 'False' AND r.gone_at IS NULL
                  AND NOT EXISTS (SELECT 1 FROM generation_metadata m
                    WHERE m.request_uid = r.request_uid)
                """
                        .formatted(written("r"), written("me")));
    }

    /** When a message or press was, as far as the request's name tells: Discord's ids rise. */
    private static String written(String table) {
        return "coalesce(CAST(substring(%s.name FROM '^d-([0-9]{1,19})$') AS numeric), 0)"
                .formatted(table);
    }

    /**
     * Whether waiting can help. Those that wait for the thread's generation themselves do not
     * count: two of them would wait for each other.
     */
    private static boolean isUnderway(Handle handle, Start start) {
        return exists(
                handle,
                start,
                """
                SELECT 1 FROM generation_request r
                WHERE r.thread_id = :thread AND r.thread_id <> '' AND r.request_uid <> :self
                  AND (:any OR r.tenant = :tenant)
                  AND r.status IN ('pending', 'processing') AND r.desired_state <> 'Cancelled'
                  AND r.accepted IS DISTINCT FROM 'False'
                  AND (r.action = 'Generate' OR r.source_request_uid IS NOT NULL)
                  AND NOT EXISTS (SELECT 1 FROM generation_metadata m
                    WHERE m.request_uid = r.request_uid)
                """);
    }

    private static boolean exists(Handle handle, Start start, String query) {
        return handle.createQuery("SELECT EXISTS (" + query + ")")
                .bind("thread", start.threadId())
                .bind("self", start.requestUid())
                .bind("any", start.anyTenant())
                .bind("tenant", start.tenant())
                .mapTo(Boolean.class)
                .one();
    }

    private static Optional<Seen> request(Handle handle, UUID uid) {
        return handle.createQuery(
                        """
                        SELECT r.tenant, r.status, r.desired_state, r.accepted, r.erased_at,
                          CASE WHEN r.accepted = 'False' THEN r.accepted_reason ELSE r.reason END
                            AS reason,
                          m.attempt, m.width, m.height, m.image_count,
                          ARRAY(SELECT i.index FROM generated_image i
                            WHERE i.request_uid = r.request_uid AND i.attempt = m.attempt
                              AND i.seed IS NOT NULL ORDER BY i.index) AS indexes
                        FROM generation_request r LEFT JOIN generation_metadata m USING (request_uid)
                        WHERE r.request_uid = :uid
                        """)
                .bind("uid", uid)
                .map((rs, _) -> row(uid, rs))
                .findOne();
    }

    private static Seen row(UUID uid, ResultSet rs) throws SQLException {
        if (rs.getTimestamp("erased_at") != null) {
            return new Seen.Erased(uid, rs.getString("tenant"));
        }
        return new Seen.Request(
                uid,
                rs.getString("tenant"),
                rs.getString("status"),
                rs.getString("desired_state").equals("Cancelled"),
                "False".equals(rs.getString("accepted")),
                rs.getString("reason"),
                stored(rs));
    }

    private static @Nullable Stored stored(ResultSet rs) throws SQLException {
        return rs.getObject("attempt") == null
                ? null
                : new Stored(
                        rs.getInt("width"),
                        rs.getInt("height"),
                        rs.getInt("image_count"),
                        indexes(rs));
    }

    private static List<Integer> indexes(ResultSet rs) throws SQLException {
        var array = rs.getArray("indexes");
        return array == null ? List.of() : Arrays.asList((Integer[]) array.getArray());
    }
}
