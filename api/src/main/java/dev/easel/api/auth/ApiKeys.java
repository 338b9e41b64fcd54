package dev.easel.api.auth;

import dev.easel.protocol.client.IssuedKey;
import dev.easel.service.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * API keys {@code easel_<id>_<secret>}. The secret has too much entropy to be guessed from its
 * hash, so one round of SHA-256 does.
 */
public final class ApiKeys {
    private static final Pattern FORM =
            Pattern.compile("easel_([a-z0-9]{4,32})_([A-Za-z0-9]{24,128})");
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SECRET_CHARS = 40;
    private static final int ID_CHARS = 10;

    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    public ApiKeys(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static boolean looksLikeOne(String token) {
        return token.startsWith("easel_");
    }

    Optional<Credential> find(String token) {
        var form = FORM.matcher(token);
        if (!form.matches()) {
            return Optional.empty();
        }
        var row =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT id, secret_sha256, scopes, tenant, expires_at,
                                          last_used_at IS NULL
                                            OR last_used_at < now() - interval '1 minute' AS note
                                        FROM api_key
                                        WHERE id = :id AND revoked_at IS NULL
                                          AND (expires_at IS NULL OR expires_at > now())
                                        """)
                                .bind("id", form.group(1))
                                .map((rs, _) -> Row.of(rs))
                                .findOne()
                                .filter(r ->
                                        MessageDigest.isEqual(
                                                r.secretSha256, sha256(form.group(2)))));
        row.filter(r -> r.noteUse).ifPresent(r -> noteUse(form.group(1)));
        return row.map(r -> r.credential);
    }

    /** At most once a minute: a write for each call would cost more than the call. */
    private void noteUse(String id) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE api_key SET last_used_at = now()
                                WHERE id = :id AND (last_used_at IS NULL
                                  OR last_used_at < now() - interval '1 minute')
                                """)
                        .bind("id", id)
                        .execute());
    }

    /** Of a row that has at least {@code id}, {@code scopes} and {@code tenant}. */
    static Caller caller(ResultSet rs) throws SQLException {
        var scopes = Scope.ofAll(Arrays.asList((String[]) rs.getArray("scopes").getArray()));
        return new Caller(callerId(rs.getString("id")), scopes, rs.getString("tenant"), null);
    }

    static String callerId(String keyId) {
        return "key:" + keyId;
    }

    /** Makes a key and answers its text, which is nowhere else. */
    public Secret create(Set<Scope> scopes, @Nullable String tenant) {
        var draft = new KeyDraft(scopes, tenant, "", null);
        return new Secret(jdbi.withHandle(handle -> issue(handle, draft, "api")).key());
    }

    /**
     * @param maker the caller that makes it
     */
    IssuedKey issue(Handle handle, KeyDraft draft, String maker) {
        var id = random(ID_CHARS).toLowerCase(Locale.ROOT);
        var secret = random(SECRET_CHARS);
        handle.createUpdate(
                        """
                        INSERT INTO api_key (id, secret_sha256, scopes, tenant, label, created_by,
                          expires_at)
                        VALUES (:id, :hash, :scopes, :tenant, :label, :maker, :expiresAt)
                        """)
                .bind("id", id)
                .bind("hash", sha256(secret))
                .bindArray("scopes", String.class, words(draft.scopes()))
                .bind("tenant", draft.tenant())
                .bind("label", draft.label())
                .bind("maker", maker)
                .bind("expiresAt", draft.expiresAt())
                .execute();
        return new IssuedKey(
                "easel_" + id + "_" + secret,
                id,
                draft.label(),
                words(draft.scopes()),
                draft.tenant(),
                draft.expiresAt());
    }

    private static List<String> words(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::word).toList();
    }

    /** Makes the configured key valid and any earlier configured key invalid. */
    public void bootstrap(Secret key) {
        var form = FORM.matcher(key.value());
        if (!form.matches()) {
            throw new IllegalArgumentException("the bootstrap key has the wrong form");
        }
        var id = form.group(1);
        var hash = sha256(form.group(2));
        jdbi.useTransaction(handle -> {
            endSessionsOfAnother(handle, id, hash);
            handle.createUpdate(
                            """
                            INSERT INTO api_key (id, secret_sha256, scopes, bootstrap, label)
                            VALUES (:id, :hash, :scopes, true, 'bootstrap')
                            ON CONFLICT (id) DO UPDATE SET
                              secret_sha256 = excluded.secret_sha256,
                              scopes = excluded.scopes, tenant = NULL, bootstrap = true,
                              label = excluded.label, expires_at = NULL, revoked_at = NULL
                            """)
                    .bind("id", id)
                    .bind("hash", hash)
                    .bindArray("scopes", String.class, words(Set.of(Scope.ADMIN)))
                    .execute();
            handle.createUpdate(
                            """
                            UPDATE api_key SET revoked_at = now()
                            WHERE bootstrap AND id <> :id AND revoked_at IS NULL
                            """)
                    .bind("id", id)
                    .execute();
        });
    }

    /** Whoever logged in with another secret of this id has no part in the new one. */
    private static void endSessionsOfAnother(Handle handle, String id, byte[] hash) {
        handle.createUpdate(
                        """
                        DELETE FROM session USING api_key
                        WHERE key_id = :id AND id = key_id
                          AND (secret_sha256 <> :hash OR revoked_at IS NOT NULL)
                        """)
                .bind("id", id)
                .bind("hash", hash)
                .execute();
    }

    private String random(int chars) {
        return random.ints(chars, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static final class Row {
        private final byte[] secretSha256;
        private final Credential credential;
        private final boolean noteUse;

        private Row(byte[] secretSha256, Credential credential, boolean noteUse) {
            this.secretSha256 = secretSha256;
            this.credential = credential;
            this.noteUse = noteUse;
        }

        static Row of(ResultSet rs) throws SQLException {
            var expires = rs.getTimestamp("expires_at");
            return new Row(
                    rs.getBytes("secret_sha256"),
                    new Credential(
                            caller(rs),
                            rs.getString("id"),
                            expires == null ? null : expires.toInstant()),
                    rs.getBoolean("note"));
        }
    }
}
