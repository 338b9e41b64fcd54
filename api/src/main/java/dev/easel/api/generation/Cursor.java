package dev.easel.api.generation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The last row of a page. It only says where to go on: who may see what is decided anew for every
 * page, so nothing is gained by making one up.
 */
record Cursor(Instant createdAt, UUID requestUid) {
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,16})\\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    private static final int TEXT_CHARS_MAX = 100;

    String text() {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((micros + "." + requestUid).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty for what no page gave out. */
    static Optional<Cursor> parse(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            var form = FORM.matcher(plain);
            return form.matches()
                    ? Optional.of(
                            new Cursor(
                                    Instant.EPOCH.plus(
                                            Long.parseLong(form.group(1)), ChronoUnit.MICROS),
                                    UUID.fromString(form.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
