package dev.easel.api.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which a client marks a repeat of one and the same call. */
public final class IdempotencyKey {
    private static final String NAME = "Idempotency-Key";
    private static final HeaderName HEADER = HeaderNames.create(NAME);
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyKey() {}

    /** Null where the client sent none. */
    public static @Nullable String of(ServerRequest request) {
        var key = request.headers().first(HEADER).orElse(null);
        if (key != null && !FORM.matcher(key).matches()) {
            throw ApiProblem.invalid(
                    NAME,
                    "The header Idempotency-Key must be 1 to 255 visible ASCII characters: a UUID"
                            + " is usual.");
        }
        return key;
    }

    /** For calls whose repeat does no more than the first: they keep no key, yet it has a form. */
    public static void check(ServerRequest request) {
        var _ = of(request);
    }

    /**
     * What is kept to know a repeat by, in lower-case hexadecimal digits of SHA-256.
     *
     * @param callerId keys of two callers are never the same
     */
    public static String hash(String callerId, String key) {
        return sha256(callerId + "\n" + key);
    }

    public static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
