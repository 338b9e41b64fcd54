package dev.easel.api.auth;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import dev.easel.api.http.ApiProblem;
import dev.easel.protocol.client.ApiKey;
import dev.easel.protocol.client.IssuedKey;
import io.helidon.http.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Makes, replaces and ends keys for those who may. Nobody can lock everyone out: a key cannot end
 * itself, so whoever ends a key still has one, and the configured key ends by configuration alone.
 */
final class KeyRegister {
    static final int KEYS_MAX = 1000;

    private static final String COLUMNS =
            """
            SELECT id, label, scopes, tenant, bootstrap, created_at, created_by, last_used_at,
              expires_at, revoked_at, replaced_by
            FROM api_key
            """;

    private final Jdbi jdbi;
    private final ApiKeys keys;

    KeyRegister(Jdbi jdbi, ApiKeys keys) {
        this.jdbi = jdbi;
        this.keys = keys;
    }

    /** The newest first, also those that have ended. */
    List<ApiKey> list(Caller caller) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                COLUMNS
                                        + """
                                        WHERE CAST(:tenant AS text) IS NULL OR tenant = :tenant
                                        ORDER BY created_at DESC, id LIMIT :max
                                        """)
                        .bind("tenant", caller.tenant())
                        .bind("max", KEYS_MAX)
                        .map((rs, _) -> key(rs))
                        .list());
    }

    IssuedKey issue(KeyDraft draft, Caller caller) {
        return jdbi.inTransaction(handle -> {
            requireRoom(handle);
            var fresh = keys.issue(handle, draft, caller.id());
            audit(handle, caller, "key.created", draft.tenant(), fresh.id(), Map.of());
            return fresh;
        });
    }

    /** So that a script gone wild cannot fill the table. */
    private static void requireRoom(Handle handle) {
        var alive =
                handle.createQuery(
                                """
                                SELECT count(*) FROM api_key WHERE revoked_at IS NULL
                                  AND (expires_at IS NULL OR expires_at > now())
                                """)
                        .mapTo(Integer.class)
                        .one();
        if (alive >= KEYS_MAX) {
            throw conflict(
                    "TooManyKeys",
                    "There are too many keys.",
                    "At most " + KEYS_MAX + " may be valid at a time: revoke some.");
        }
    }

    /** A key that had a set time to live gets the same time again. */
    IssuedKey rotate(String id, Duration overlap, Caller caller, Instant now) {
        return jdbi.inTransaction(handle -> {
            var old = living(handle, id, caller);
            if (old.replacedBy() != null) {
                throw ended("The key " + old.replacedBy() + " has taken its place already.");
            }
            var fresh = keys.issue(handle, draft(old, now), caller.id());
            handle.createUpdate(
                            """
                            UPDATE api_key SET replaced_by = :by,
                              expires_at = least(expires_at, now() + make_interval(secs => :overlap))
                            WHERE id = :id
                            """)
                    .bind("id", id)
                    .bind("by", fresh.id())
                    .bind("overlap", overlap.toSeconds())
                    .execute();
            audit(handle, caller, "key.rotated", old.tenant(), id, Map.of("by", fresh.id()));
            return fresh;
        });
    }

    private static KeyDraft draft(ApiKey old, Instant now) {
        var scopes = Scope.ofAll(old.scopes());
        var end = old.expiresAt();
        return new KeyDraft(
                scopes,
                old.tenant(),
                old.label(),
                end == null ? null : now.plus(Duration.between(old.createdAt(), end)));
    }

    void revoke(String id, Caller caller) {
        jdbi.useTransaction(handle -> {
            var key = living(handle, id, caller);
            if (caller.id().equals(ApiKeys.callerId(id))) {
                throw conflict(
                        "OwnKey",
                        "A key cannot end itself.",
                        "Revoke it with another administrator's key, or rotate it.");
            }
            handle.createUpdate("UPDATE api_key SET revoked_at = now() WHERE id = :id")
                    .bind("id", id)
                    .execute();
            handle.createUpdate("DELETE FROM session WHERE key_id = :id").bind("id", id).execute();
            audit(handle, caller, "key.revoked", key.tenant(), id, Map.of());
        });
    }

    private static void audit(
            Handle handle,
            Caller caller,
            String action,
            @Nullable String tenant,
            String id,
            Map<String, String> details) {
        Audit.record(
                handle,
                Event.by(caller, action)
                        .of(Objects.requireNonNullElse(tenant, ""), "")
                        .about(id)
                        .with(details));
    }

    /** The row is held until the end of the transaction. */
    private static ApiKey living(Handle handle, String id, Caller caller) {
        var key =
                find(handle, id)
                        .filter(k -> caller.tenant() == null || caller.tenant().equals(k.tenant()))
                        .orElseThrow(() -> ApiProblem.notFound("This key"));
        if (key.bootstrap()) {
            throw conflict(
                    "BootstrapKey",
                    "This key is configured.",
                    "A new id in EASEL_BOOTSTRAP_KEY ends it and begins another.");
        }
        if (key.revokedAt() != null) {
            throw ended("It was revoked.");
        }
        return key;
    }

    private static Optional<ApiKey> find(Handle handle, String id) {
        return handle.createQuery(COLUMNS + " WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((rs, _) -> key(rs))
                .findOne();
    }

    private static ApiKey key(ResultSet rs) throws SQLException {
        return new ApiKey(
                rs.getString("id"),
                rs.getString("label"),
                Arrays.asList((String[]) rs.getArray("scopes").getArray()),
                rs.getString("tenant"),
                rs.getBoolean("bootstrap"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getString("created_by"),
                instant(rs.getTimestamp("last_used_at")),
                instant(rs.getTimestamp("expires_at")),
                instant(rs.getTimestamp("revoked_at")),
                rs.getString("replaced_by"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static ApiProblem ended(String why) {
        return conflict("KeyEnded", "This key is not in use any more.", why);
    }

    private static ApiProblem conflict(String code, String error, String detail) {
        return ApiProblem.of(Status.CONFLICT_409, code, error, detail);
    }
}
