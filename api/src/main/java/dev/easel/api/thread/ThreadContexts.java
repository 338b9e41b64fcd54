package dev.easel.api.thread;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.auth.Caller;
import dev.easel.api.generation.Details;
import dev.easel.api.http.IdempotencyKey;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.client.ThreadContext;
import dev.easel.protocol.client.ThreadContext.Generation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads and resets threads. A thread is known as soon as it has a request. */
final class ThreadContexts {
    private final Jdbi jdbi;

    ThreadContexts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param guild tells threads of the same id apart for callers who see several guilds
     */
    Optional<ThreadContext> read(Caller caller, String thread, @Nullable String guild) {
        return jdbi.inTransaction(
                handle -> key(handle, caller, thread, guild).map(key -> context(handle, key)));
    }

    /**
     * What was stored stays stored; from now on the thread begins anew.
     *
     * @param idempotencyKey a repeat of the latest reset forgets nothing that was made since
     */
    Optional<ThreadContext> reset(
            Caller caller, String thread, @Nullable String guild, @Nullable String idempotencyKey) {
        var hash = idempotencyKey == null ? null : IdempotencyKey.hash(caller.id(), idempotencyKey);
        return jdbi.inTransaction(handle ->
                key(handle, caller, thread, guild)
                        .map(key -> {
                            reset(handle, key, hash);
                            Audit.record(
                                    handle,
                                    Event.by(caller, "thread.reset")
                                            .of(key.guild(), "")
                                            .about(key.thread()));
                            return context(handle, key);
                        }));
    }

    private record Key(String guild, String thread) {}

    /** Others' threads look as if they were not there. */
    private static Optional<Key> key(
            Handle handle, Caller caller, String thread, @Nullable String guild) {
        return handle.createQuery(
                        """
                        SELECT tenant FROM generation_request
                        WHERE thread_id = :thread AND thread_id <> ''
                          AND (CAST(:guild AS text) IS NULL OR tenant = :guild)
                          AND (CAST(:only AS text) IS NULL OR tenant = :only)
                        ORDER BY tenant = '', created_at DESC, tenant LIMIT 1
                        """)
                .bind("thread", thread)
                .bind("guild", guild)
                .bind("only", caller.tenant())
                .mapTo(String.class)
                .findOne()
                .map(tenant -> new Key(tenant, thread));
    }

    private static void reset(Handle handle, Key key, @Nullable String keySha256) {
        handle.createUpdate(
                        """
                        INSERT INTO thread_context
                          (thread_id, guild_id, user_id, reset_at, reset_key_sha256)
                        SELECT :thread, :guild, user_id, now(), :key FROM generation_request
                        WHERE thread_id = :thread AND thread_id <> '' AND tenant = :guild
                        ORDER BY created_at, request_uid LIMIT 1
                        ON CONFLICT (guild_id, thread_id) DO UPDATE SET
                          reset_at = now(), latest_metadata_id = NULL, updated_at = now(),
                          reset_key_sha256 = excluded.reset_key_sha256
                        WHERE excluded.reset_key_sha256 IS NULL
                          OR thread_context.reset_key_sha256
                            IS DISTINCT FROM excluded.reset_key_sha256
                        """)
                .bind("thread", key.thread())
                .bind("guild", key.guild())
                .bind("key", keySha256)
                .execute();
    }

    private record Frame(
            String userId, Instant createdAt, Instant updatedAt, @Nullable Instant resetAt) {}

    private static Frame frame(Handle handle, Key key) {
        return handle.createQuery(
                        """
                        SELECT coalesce(nullif(min(t.user_id), ''),
                            (array_agg(r.user_id ORDER BY r.created_at, r.request_uid))[1])
                            AS user_id,
                          least(min(t.created_at), min(r.created_at)) AS created_at,
                          greatest(max(t.updated_at), max(r.created_at)) AS updated_at,
                          min(t.reset_at) AS reset_at
                        FROM generation_request r
                        LEFT JOIN thread_context t
                          ON t.guild_id = r.tenant AND t.thread_id = r.thread_id
                        WHERE r.thread_id = :thread AND r.thread_id <> '' AND r.tenant = :guild
                        """)
                .bind("thread", key.thread())
                .bind("guild", key.guild())
                .map((rs, _) ->
                        new Frame(
                                rs.getString("user_id"),
                                rs.getTimestamp("created_at").toInstant(),
                                rs.getTimestamp("updated_at").toInstant(),
                                instant(rs.getTimestamp("reset_at"))))
                .one();
    }

    private static ThreadContext context(Handle handle, Key key) {
        var frame = frame(handle, key);
        var nodes = nodes(handle, key, frame.resetAt());
        var stored = nodes.stream().filter(Node::stored).map(n -> n.shown().requestId()).toList();
        var refinements = refinements(handle, key, frame.resetAt());
        return new ThreadContext(
                key.thread(),
                key.guild(),
                frame.userId(),
                stored,
                stored.isEmpty() ? null : Details.metadata(handle, stored.getLast()).orElse(null),
                frame.createdAt(),
                frame.updatedAt(),
                frame.resetAt(),
                nodes.stream().map(Node::shown).toList(),
                refinements,
                ThreadContext.REFINEMENTS_MAX,
                refinements >= ThreadContext.REFINEMENTS_MAX);
    }

    private record Node(Generation shown, boolean stored) {}

    /** Requests know their creation to the second only, so one of that second is shown. */
    private static List<Node> nodes(Handle handle, Key key, @Nullable Instant resetAt) {
        return handle.createQuery(
                        """
                        SELECT * FROM (
                          SELECT r.*, m.created_at AS stored_at,
                            coalesce(m.created_at, r.created_at) AS placed_at
                          FROM generation_request r
                          LEFT JOIN generation_metadata m USING (request_uid)
                          WHERE r.thread_id = :thread AND r.thread_id <> ''
                            AND r.tenant = :guild
                            AND (CAST(:reset AS timestamptz) IS NULL
                              OR coalesce(m.created_at, r.created_at + interval '1 second')
                                > :reset
                              OR (m.created_at IS NULL
                                AND r.status IN ('pending', 'processing')))
                          ORDER BY placed_at DESC, r.request_uid DESC LIMIT :max) latest
                        ORDER BY placed_at, request_uid
                        """)
                .bind("thread", key.thread())
                .bind("guild", key.guild())
                .bind("reset", resetAt == null ? null : Timestamp.from(resetAt))
                .bind("max", ThreadContext.SHOWN_MAX)
                .map((rs, _) -> new Node(generation(rs), rs.getTimestamp("stored_at") != null))
                .list();
    }

    private static Generation generation(ResultSet rs) throws SQLException {
        var source = rs.getObject("source_request_uid", UUID.class);
        // A refusal is known here before the resource's status has come back.
        var refused = "False".equals(rs.getString("accepted"));
        return new Generation(
                rs.getObject("request_uid", UUID.class),
                rs.getString("name"),
                rs.getString("action"),
                rs.getString("instruction"),
                source == null
                        ? null
                        : new RequestDetail.Source(
                                source, rs.getObject("source_image_index", Integer.class)),
                refused
                        ? RequestStatus.FAILED
                        : Json.mapper().convertValue(rs.getString("status"), RequestStatus.class),
                rs.getTimestamp("created_at").toInstant());
    }

    private static int refinements(Handle handle, Key key, @Nullable Instant resetAt) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM generation_request r
                        JOIN generation_metadata m USING (request_uid)
                        WHERE r.thread_id = :thread AND r.thread_id <> '' AND r.tenant = :guild
                          AND r.action = 'Refine'
                          AND (CAST(:reset AS timestamptz) IS NULL OR m.created_at > :reset)
                        """)
                .bind("thread", key.thread())
                .bind("guild", key.guild())
                .bind("reset", resetAt == null ? null : Timestamp.from(resetAt))
                .mapTo(Integer.class)
                .one();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
