package dev.easel.api.auth;

import dev.easel.service.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    public Optional<Caller> caller(String token) {
        var form = FORM.matcher(token);
        if (!form.matches()) {
            return Optional.empty();
        }
        var row =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT secret_sha256, scopes, tenant FROM api_key
                                        WHERE id = :id AND revoked_at IS NULL
                                        """)
                                .bind("id", form.group(1))
                                .map((rs, _) ->
                                        new Row(
                                                rs.getBytes("secret_sha256"),
                                                (String[]) rs.getArray("scopes").getArray(),
                                                rs.getString("tenant")))
                                .findOne());
        return row.filter(r -> MessageDigest.isEqual(r.secretSha256, sha256(form.group(2))))
                .map(r -> new Caller("key:" + form.group(1), r.scopeSet(), r.tenant, null));
    }

    /** Makes a key and answers its text, which is nowhere else. */
    public Secret create(Set<Scope> scopes, @Nullable String tenant) {
        var id = random(ID_CHARS).toLowerCase(java.util.Locale.ROOT);
        var secret = random(SECRET_CHARS);
        put(id, secret, scopes, tenant, false);
        return new Secret("easel_" + id + "_" + secret);
    }

    /** Makes the configured key valid and any earlier configured key invalid. */
    public void bootstrap(Secret key) {
        var form = FORM.matcher(key.value());
        if (!form.matches()) {
            throw new IllegalArgumentException("the bootstrap key has the wrong form");
        }
        put(form.group(1), form.group(2), Set.of(Scope.ADMIN), null, true);
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                UPDATE api_key SET revoked_at = now()
                                WHERE bootstrap AND id <> :id AND revoked_at IS NULL
                                """)
                        .bind("id", form.group(1))
                        .execute());
    }

    private void put(
            String id,
            String secret,
            Set<Scope> scopes,
            @Nullable String tenant,
            boolean bootstrap) {
        jdbi.useHandle(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO api_key
                                  (id, secret_sha256, scopes, tenant, bootstrap)
                                VALUES (:id, :hash, :scopes, :tenant, :bootstrap)
                                ON CONFLICT (id) DO UPDATE SET
                                  secret_sha256 = excluded.secret_sha256,
                                  scopes = excluded.scopes,
                                  tenant = excluded.tenant,
                                  bootstrap = excluded.bootstrap,
                                  revoked_at = NULL
                                """)
                        .bind("id", id)
                        .bind("hash", sha256(secret))
                        .bindArray(
                                "scopes", String.class, scopes.stream().map(Scope::word).toList())
                        .bind("tenant", tenant)
                        .bind("bootstrap", bootstrap)
                        .execute());
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
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static final class Row {
        private final byte[] secretSha256;
        private final String[] scopes;
        private final @Nullable String tenant;

        Row(byte[] secretSha256, String[] scopes, @Nullable String tenant) {
            this.secretSha256 = secretSha256;
            this.scopes = scopes;
            this.tenant = tenant;
        }

        Set<Scope> scopeSet() {
            return Arrays.stream(scopes)
                    .flatMap(word -> Scope.of(word).stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
