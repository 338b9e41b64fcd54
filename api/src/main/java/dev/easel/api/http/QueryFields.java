package dev.easel.api.http;

import dev.easel.api.http.FieldProblems.Range;
import io.helidon.common.parameters.Parameters;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a query; an empty one means the same as an absent one. */
public final class QueryFields {
    public static final int ID_CHARS_MAX = 64;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private QueryFields() {}

    public static @Nullable String id(Parameters query, String name) {
        return text(query, name, ID_CHARS_MAX);
    }

    /**
     * @param charsMax in code points
     */
    public static @Nullable String text(Parameters query, String name, int charsMax) {
        var value = query.first(name).filter(v -> !v.isEmpty()).orElse(null);
        if (value == null) {
            return null;
        }
        var chars = value.codePointCount(0, value.length());
        if (chars > charsMax) {
            throw FieldProblems.tooLong(name, chars, charsMax);
        }
        if (value.indexOf('\0') >= 0) {
            throw FieldProblems.forbiddenCharacters(name);
        }
        return value;
    }

    public static @Nullable Instant time(Parameters query, String name) {
        var value = id(query, name);
        try {
            var time = value == null ? null : Instant.parse(value);
            if (time == null || (time.isAfter(EARLIEST) && time.isBefore(LATEST))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // falls through to the one answer
        }
        throw FieldProblems.wrongType(
                name, "time", name + " must be a time such as 2026-01-31T12:00:00Z.");
    }

    public static int limit(Parameters query, int max, int ifAbsent) {
        var text = query.first("limit").orElse("");
        if (text.isEmpty()) {
            return ifAbsent;
        }
        if (text.matches("[0-9]{1,4}")) {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= max) {
                return limit;
            }
        }
        throw FieldProblems.outOfRange(
                "limit",
                Range.whole(1, max),
                text.matches("-?[0-9]+") ? text : null,
                "limit must be from 1 to " + max + ": leave it out for " + ifAbsent + ".");
    }

    /** The same answer to all cursors that no earlier answer gave out. */
    public static ApiProblem noCursor() {
        return ApiProblem.invalid(
                "cursor",
                "cursor must be a next_cursor of an earlier answer: leave it out for the first"
                        + " page.");
    }
}
