package dev.easel.api.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of originals for whoever has them, for a bounded time. Nothing is stored: an address
 * carries its end and a signature (HMAC-SHA256) over request, index and end.
 */
public final class OriginalLinks {
    private static final String PATH = "/api/v1/originals/";
    private static final String ALGORITHM = "HmacSHA256";
    private static final long DAY_SECONDS = 86_400;

    private final @Nullable URI publicUrl;
    private final Config config;
    private final Clock clock;

    /**
     * @param keys the first signs, all verify; without any no address is given
     * @param lasts whole days
     */
    public record Config(List<Key> keys, Duration lasts) {
        public static final Config OFF = new Config(List.of(), Duration.ofDays(30));
    }

    /** The text form leaves the secret out. */
    public record Key(String id, byte[] secret) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key(var otherId, var otherSecret)
                    && id.equals(otherId)
                    && Arrays.equals(secret, otherSecret);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return id;
        }
    }

    enum Verdict {
        VALID,
        /** It was ours. */
        EXPIRED,
        /** Nobody here signed it. */
        WRONG
    }

    /**
     * @param publicUrl where clients reach api; without it no address is given
     */
    public OriginalLinks(@Nullable URI publicUrl, Config config, Clock clock) {
        this.publicUrl = publicUrl;
        this.config = config;
        this.clock = clock;
    }

    /** The same all day long, and valid for the configured days after it; absent if turned off. */
    public @Nullable String link(UUID request, int index) {
        if (publicUrl == null || config.keys().isEmpty()) {
            return null;
        }
        var today = clock.instant().getEpochSecond() / DAY_SECONDS;
        var expires = (today + 1) * DAY_SECONDS + config.lasts().toSeconds();
        var key = config.keys().getFirst();
        return publicUrl
                + PATH
                + request
                + "/"
                + index
                + "?expires="
                + expires
                + "&key="
                + key.id()
                + "&signature="
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(signature(key, request, index, String.valueOf(expires)));
    }

    /** The three texts are as they stand in the address, or empty. */
    Verdict check(UUID request, int index, String expires, String keyId, String signature) {
        var key = config.keys().stream().filter(k -> k.id().equals(keyId)).findFirst();
        if (key.isEmpty() || !expires.matches("[0-9]{1,12}")) {
            return Verdict.WRONG;
        }
        var expected = signature(key.get(), request, index, expires);
        if (!MessageDigest.isEqual(expected, decoded(signature))) {
            return Verdict.WRONG;
        }
        var end = Instant.ofEpochSecond(Long.parseLong(expires));
        return clock.instant().isBefore(end) ? Verdict.VALID : Verdict.EXPIRED;
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] signature(Key key, UUID request, int index, String expires) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
            return mac.doFinal(
                    String.join("\n", "easel original", request.toString(), "" + index, expires)
                            .getBytes(UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
