package dev.easel.api.generation;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.auth.Caller;
import dev.easel.crds.v1alpha1.GenerationRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The rows of generation requests. */
public final class Requests {
    private final Jdbi jdbi;

    public Requests(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.registerRowMapper(ConstructorMapper.factory(Row.class));
    }

    /** A row. The acceptance columns are api's own decision, the rest mirrors the resource. */
    public record Row(
            UUID requestUid,
            String name,
            long generation,
            @Nullable String bodySha256,
            String action,
            @Nullable String instruction,
            @Nullable UUID sourceRequestUid,
            @Nullable Integer sourceImageIndex,
            String tenant,
            String userId,
            String threadId,
            String pool,
            String desiredState,
            String status,
            @Nullable String reason,
            @Nullable String message,
            @Nullable String accepted,
            @Nullable String acceptedReason,
            @Nullable String acceptedMessage,
            @Nullable Instant acceptedAt,
            String acceptedParams,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant goneAt,
            @Nullable Instant erasedAt) {
        public boolean isCancelled() {
            return desiredState.equals("Cancelled");
        }

        public boolean isFinished() {
            return status.equals("completed") || status.equals("failed");
        }

        /** A result that was there before the wish to cancel stays one. */
        boolean endedByCancelling() {
            return isCancelled() && status.equals("failed");
        }

        /** Acceptance refused it; its resource may not say so yet. */
        boolean isRefused() {
            return "False".equals(accepted);
        }
    }

    private static final String COLUMNS =
            """
            request_uid, name, generation, body_sha256, action, instruction, source_request_uid,
            source_image_index, tenant, user_id, thread_id, pool, desired_state, status, reason, message, accepted, accepted_reason,
            accepted_message, accepted_at, accepted_params, created_at, updated_at, gone_at, erased_at
            """;

    /** Keeps the newest of what was seen, in whatever order it is told. */
    public void mirror(GenerationRequest seen) {
        mirror(Snapshot.of(seen));
    }

    /** Keeps those that have no row yet. */
    public void mirrorUnknown(List<GenerationRequest> seen) {
        var uids = seen.stream().map(r -> UUID.fromString(r.getMetadata().getUid())).toList();
        if (uids.isEmpty()) {
            return;
        }
        var known = Set.copyOf(known(uids));
        seen.stream()
                .filter(r -> !known.contains(UUID.fromString(r.getMetadata().getUid())))
                .forEach(this::mirror);
    }

    private List<UUID> known(List<UUID> uids) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT request_uid FROM generation_request
                                WHERE request_uid = ANY(:uids)
                                """)
                        .bindArray("uids", UUID.class, uids.toArray())
                        .mapTo(UUID.class)
                        .list());
    }

    void mirror(Snapshot seen) {
        jdbi.useTransaction(handle -> mirror(handle, seen));
    }

    static void mirror(Handle handle, Snapshot seen) {
        // Of several threads that see the same deed only the first may write it down.
        var before = lock(handle, seen.requestUid());
        var created =
                handle.createQuery(
                                """
                                INSERT INTO generation_request (request_uid, name,
                                  resource_version, generation, body_sha256, action, instruction,
                                  parameters, research, source, source_request_uid,
                                  source_image_index, tenant, user_id, thread_id, locale,
                                  pool, priority, desired_state, status, reason, message,
                                  delivery, posted, delivered, created_at)
                                VALUES (:requestUid, :name, :resourceVersion, :generation,
                                  :bodySha256, :action, :instruction, CAST(:parameters AS jsonb),
                                  :research, :source, :sourceRequestUid, :sourceImageIndex, :tenant,
                                  :userId, :threadId, :locale, :pool,
                                  :priority, :desiredState, :status, :reason, :message,
                                  CAST(:delivery AS jsonb), CAST(:posted AS jsonb), :delivered,
                                  :createdAt)
                                ON CONFLICT (request_uid) DO UPDATE SET
                                  resource_version = excluded.resource_version,
                                  generation = excluded.generation,
                                  priority = excluded.priority,
                                  desired_state = excluded.desired_state,
                                  status = excluded.status,
                                  reason = excluded.reason,
                                  message = excluded.message,
                                  posted = coalesce(excluded.posted, generation_request.posted),
                                  delivered = excluded.delivered,
                                  updated_at = now()
                                WHERE generation_request.resource_version < excluded.resource_version
                                  AND generation_request.gone_at IS NULL
                                RETURNING xmax = 0
                                """)
                        .bindMethods(seen)
                        .mapTo(Boolean.class)
                        .findOne();
        if (created.isEmpty()) {
            return;
        }
        if (created.get()) {
            Audit.record(handle, Deeds.created(seen));
        } else if (before.isPresent() && !before.get().isCancelled()) {
            Deeds.cancelled(seen).ifPresent(event -> Audit.record(handle, event));
        }
    }

    public Optional<Row> find(UUID uid) {
        return jdbi.withHandle(handle -> find(handle, uid, ""));
    }

    /** Those that there are, in no order. */
    List<Row> find(Collection<UUID> uids) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM generation_request WHERE request_uid = ANY(:uids)")
                        .bindArray("uids", UUID.class, uids.toArray())
                        .mapTo(Row.class)
                        .list());
    }

    /** Holds the row until the end of the transaction. */
    public static Optional<Row> lock(Handle handle, UUID uid) {
        return find(handle, uid, " FOR UPDATE");
    }

    private static Optional<Row> find(Handle handle, UUID uid, String suffix) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM generation_request WHERE request_uid = :uid"
                                + suffix)
                .bind("uid", uid)
                .mapTo(Row.class)
                .findOne();
    }

    /** The request that was made under this name from a body with a known hash. */
    Optional<Row> findByName(String name) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + """
                                         FROM generation_request
                                        WHERE name = :name AND body_sha256 IS NOT NULL
                                        ORDER BY created_at DESC LIMIT 1
                                        """)
                        .bind("name", name)
                        .mapTo(Row.class)
                        .findOne());
    }

    /** Later calls of a generator are refused from now on. */
    void cancelled(Row row, Caller caller) {
        var uid = row.requestUid();
        jdbi.useTransaction(handle -> {
            Audit.record(
                    handle,
                    Event.by(caller, "request.cancelled")
                            .of(row.tenant(), row.userId())
                            .about(uid.toString()));
            handle.createUpdate(
                            """
                            UPDATE generation_request
                            SET desired_state = 'Cancelled', updated_at = now()
                            WHERE request_uid = :uid
                            """)
                    .bind("uid", uid)
                    .execute();
        });
    }

    /** A resource that went before it was finished can never finish. */
    void gone(UUID uid) {
        jdbi.useTransaction(handle -> {
            var before = lock(handle, uid).filter(row -> row.goneAt() == null);
            if (before.isPresent()) {
                gone(handle, before.get());
            }
        });
    }

    private static void gone(Handle handle, Row before) {
        handle.createUpdate(
                        """
                        UPDATE generation_request SET
                          gone_at = now(),
                          updated_at = now(),
                          desired_state = CASE WHEN status IN ('completed', 'failed')
                            THEN desired_state ELSE 'Cancelled' END,
                          reason = CASE WHEN status IN ('completed', 'failed')
                            THEN reason ELSE 'Cancelled' END,
                          message = CASE WHEN status IN ('completed', 'failed') THEN message
                            ELSE 'The request was deleted before it was done.' END,
                          status = CASE WHEN status = 'completed' THEN status ELSE 'failed' END
                        WHERE request_uid = :uid
                        """)
                .bind("uid", before.requestUid())
                .execute();
        if (!before.isFinished() && !before.isRefused() && !before.isCancelled()) {
            Audit.record(handle, Deeds.deletedInTheCluster(before));
        }
    }

    /** Rows whose resource has gone unseen, for instance while no replica ran. */
    List<UUID> presentBut(Collection<UUID> alive) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT request_uid FROM generation_request
                                WHERE gone_at IS NULL AND request_uid <> ALL(:alive)
                                  AND updated_at < now() - interval '5 seconds'
                                """)
                        .bindArray("alive", UUID.class, alive.toArray())
                        .mapTo(UUID.class)
                        .list());
    }
}
