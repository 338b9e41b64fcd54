package dev.easel.api.auth;

import dev.easel.api.audit.Audit;
import dev.easel.api.audit.Audit.Event;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Logins of the page. A session is for what its key is for, and ends with it, at the latest 30 days
 * after the login however much it is used: a cookie that got lost must not last for ever.
 */
final class Sessions {
    static final Duration LASTS = Duration.ofDays(30);
    static final int EACH_KEY_MAX = 50;
    private static final int TOKEN_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    Sessions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param token for the cookie; only its hash is kept
     */
    record Opened(String token, Instant expiresAt) {}

    /** Of more than {@link #EACH_KEY_MAX} sessions of a key the oldest end. */
    Opened open(String keyId, Caller caller) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var expiresAt =
                jdbi.inTransaction(handle -> {
                    forget(handle, keyId);
                    Audit.record(
                            handle,
                            Event.by(caller, "session.opened")
                                    .of(Objects.requireNonNullElse(caller.tenant(), ""), "")
                                    .about(keyId));
                    return handle.createQuery(
                                    """
                                    INSERT INTO session (token_sha256, key_id, expires_at)
                                    SELECT :hash, id,
                                      least(expires_at, now() + make_interval(secs => :seconds))
                                    FROM api_key WHERE id = :key
                                    RETURNING expires_at
                                    """)
                            .bind("hash", ApiKeys.sha256(token))
                            .bind("key", keyId)
                            .bind("seconds", LASTS.toSeconds())
                            .mapTo(Instant.class)
                            .one();
                });
        return new Opened(token, expiresAt);
    }

    private static void forget(Handle handle, String keyId) {
        handle.createUpdate(
                        """
                        DELETE FROM session WHERE expires_at <= now() OR token_sha256 IN (
                          SELECT token_sha256 FROM session WHERE key_id = :key
                          ORDER BY created_at DESC OFFSET :kept)
                        """)
                .bind("key", keyId)
                .bind("kept", EACH_KEY_MAX - 1)
                .execute();
    }

    Optional<Credential> find(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT k.id, k.scopes, k.tenant,
                                  least(s.expires_at, k.expires_at) AS expires_at
                                FROM session s JOIN api_key k ON k.id = s.key_id
                                WHERE s.token_sha256 = :hash AND s.expires_at > now()
                                  AND k.revoked_at IS NULL
                                  AND (k.expires_at IS NULL OR k.expires_at > now())
                                """)
                        .bind("hash", ApiKeys.sha256(token))
                        .map((rs, _) -> credential(rs))
                        .findOne());
    }

    private static Credential credential(ResultSet rs) throws SQLException {
        return new Credential(
                ApiKeys.caller(rs), rs.getString("id"), rs.getTimestamp("expires_at").toInstant());
    }

    void close(String token) {
        jdbi.useHandle(handle ->
                handle.createUpdate("DELETE FROM session WHERE token_sha256 = :hash")
                        .bind("hash", ApiKeys.sha256(token))
                        .execute());
    }
}
