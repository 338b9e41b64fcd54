package dev.easel.api.http;

import dev.easel.protocol.client.FieldRule;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The refusals that several forms have in common: sentence, code and params of each. */
public final class FieldProblems {
    private static final int NUMBER_CHARS_MAX = 24;

    private FieldProblems() {}

    public static ApiProblem required(String field, int charsMax) {
        return ApiProblem.broken(
                FieldRule.REQUIRED,
                field,
                Map.of("bound_max", String.valueOf(charsMax)),
                field + " is required: give 1 to " + charsMax + " characters.");
    }

    public static ApiProblem tooLong(String field, int chars, int charsMax) {
        return ApiProblem.broken(
                FieldRule.TOO_LONG,
                field,
                Map.of("bound_max", String.valueOf(charsMax), "value", String.valueOf(chars)),
                field
                        + " has "
                        + chars
                        + " characters, at most "
                        + charsMax
                        + " are allowed: make it shorter.");
    }

    public static ApiProblem forbiddenCharacters(String field) {
        return ApiProblem.broken(
                FieldRule.FORBIDDEN_CHARACTERS,
                field,
                Map.of(),
                field + " has characters that are not allowed here: remove them.");
    }

    public static ApiProblem tooManyEntries(String field, int max) {
        return ApiProblem.broken(
                FieldRule.TOO_MANY_ENTRIES,
                field,
                Map.of("bound_max", String.valueOf(max)),
                field + " may have at most " + max + " entries.");
    }

    /** The same name at two places of a list, of which this is the second. */
    public static ApiProblem givenTwice(String place, String name) {
        var field = place + ".name";
        return ApiProblem.broken(
                FieldRule.GIVEN_TWICE,
                field,
                Map.of("value", name),
                field + " is given twice: name it once.");
    }

    public static ApiProblem wrongType(String field, String expected, String detail) {
        return ApiProblem.broken(FieldRule.WRONG_TYPE, field, Map.of("expected", expected), detail);
    }

    /** A field that means nothing where it is. */
    public static ApiProblem unknown(String field, List<String> known) {
        return ApiProblem.broken(
                FieldRule.UNKNOWN,
                field,
                Map.of("value", field, "known", String.join("\n", known)),
                field + " is not known. There are: " + String.join(", ", known) + ".");
    }

    public static ApiProblem notAChoice(
            String field, String value, List<String> known, String detail) {
        return ApiProblem.broken(
                FieldRule.NOT_A_CHOICE,
                field,
                Map.of("value", value, "known", String.join("\n", known)),
                detail);
    }

    /** Of a picture's sides. */
    public static ApiProblem notAMultiple(String field, long side) {
        var nearest = nearestSide(side);
        return ApiProblem.broken(
                FieldRule.NOT_A_MULTIPLE,
                field,
                Map.of(
                        "bound_min",
                        "64",
                        "bound_max",
                        "2048",
                        "step",
                        "8",
                        "value",
                        String.valueOf(side),
                        "nearest",
                        String.valueOf(nearest)),
                field
                        + " must be a multiple of 8 from 64 to 2048 pixels: "
                        + nearest
                        + " is the nearest.");
    }

    public static long nearestSide(long side) {
        return Math.clamp((Math.clamp(side, 0, 4096) + 4L) / 8 * 8, 64, 2048);
    }

    /**
     * The numbers that a field may have.
     *
     * @param places decimal places at most
     */
    public record Range(BigDecimal min, BigDecimal max, int places) {
        public static Range whole(long min, long max) {
            return new Range(BigDecimal.valueOf(min), BigDecimal.valueOf(max), 0);
        }

        public boolean has(BigDecimal number) {
            return number.compareTo(min) >= 0
                    && number.compareTo(max) <= 0
                    && number.stripTrailingZeros().scale() <= places;
        }
    }

    /**
     * @param value left out if it is no number, or one that is too long to show
     */
    public static ApiProblem outOfRange(
            String field, Range range, @Nullable String value, String detail) {
        var params = new HashMap<String, String>();
        params.put("bound_min", range.min().toPlainString());
        params.put("bound_max", range.max().toPlainString());
        params.put("places", String.valueOf(range.places()));
        var shown = Objects.requireNonNullElse(value, "");
        if (!shown.isEmpty() && shown.length() <= NUMBER_CHARS_MAX) {
            params.put("value", shown);
        }
        return ApiProblem.broken(FieldRule.OUT_OF_RANGE, field, params, detail);
    }
}
