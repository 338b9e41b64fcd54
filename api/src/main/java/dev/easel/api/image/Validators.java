package dev.easel.api.image;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a client may know a file by, and what it makes of that (RFC 9110, section 13).
 *
 * @param tag a strong one, with its quotes
 * @param modified in whole seconds, as HTTP has them
 */
record Validators(String tag, Instant modified) {
    Validators {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    String modifiedText() {
        return DateTime.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC));
    }

    /** Whether the client has it already. */
    boolean areKnown(Headers headers) {
        var tags = headers.first(HeaderNames.IF_NONE_MATCH);
        if (tags.isPresent()) {
            return Arrays.stream(tags.get().split(",", -1))
                    .map(String::strip)
                    .anyMatch(t -> t.equals("*") || t.equals(tag) || t.equals("W/" + tag));
        }
        return time(headers, HeaderNames.IF_MODIFIED_SINCE)
                .filter(since -> !modified.isAfter(since))
                .isPresent();
    }

    /** The part that is asked for, unless what the client has a part of is something else. */
    ByteRange range(Headers headers, long sizeBytes) {
        var range = headers.first(HeaderNames.RANGE);
        return range.isPresent() && isCurrent(headers)
                ? ByteRange.of(range.get(), sizeBytes)
                : new ByteRange.Whole();
    }

    private boolean isCurrent(Headers headers) {
        var condition = headers.first(HeaderNames.IF_RANGE);
        return condition.isEmpty()
                || condition.get().equals(tag)
                || time(headers, HeaderNames.IF_RANGE).filter(modified::equals).isPresent();
    }

    private static Optional<Instant> time(Headers headers, HeaderName name) {
        try {
            return headers.first(name)
                    .map(text -> Instant.from(DateTime.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
