package dev.easel.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.http.FieldProblems;
import dev.easel.api.http.FieldProblems.Range;
import dev.easel.crds.v1alpha1.Parameters;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds of each value, the same as a request's. Pure. */
final class SettingRules {
    static final int PROMPT_CHARS_MAX = Parameters.PROMPT_CHARS_MAX;
    static final int SUFFIX_CHARS_MAX = 1000;

    private static final int ID_CHARS_MAX = 64;
    private static final int NAME_CHARS_MAX = 253;
    private static final int SHOWN_CHARS_MAX = 64;
    private static final Range LORA_WEIGHT =
            new Range(new BigDecimal("-2.00"), new BigDecimal("2.00"), 2);
    private static final Range CFG_SCALE =
            new Range(new BigDecimal("1.0"), new BigDecimal("30.0"), 2);
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]");
    private static final Pattern NOT_ONE_LINE =
            Pattern.compile("[\\x00-\\x1f\\x7f\\ud800-\\udfff]");
    private static final Pattern NOT_IN_LORA_NAMES =
            Pattern.compile("[\\x00-\\x1f\\x7f<>:\\ud800-\\udfff]");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

    private SettingRules() {}

    static String id(String field, JsonNode value) {
        if (!value.isTextual() || value.asText().isBlank()) {
            throw FieldProblems.required(field, ID_CHARS_MAX);
        }
        return checked(field, value.asText(), ID_CHARS_MAX, NOT_ONE_LINE);
    }

    static String name(String field, JsonNode value) {
        return checked(field, nonBlank(field, value), NAME_CHARS_MAX, NOT_ONE_LINE);
    }

    static String loraName(String field, JsonNode value) {
        return checked(field, nonBlank(field, value), NAME_CHARS_MAX, NOT_IN_LORA_NAMES);
    }

    static String text(String field, JsonNode value, int charsMax) {
        if (!value.isTextual()) {
            throw FieldProblems.wrongType(field, "text", field + " must be a text, or null.");
        }
        return checked(field, value.asText(), charsMax, CONTROL);
    }

    static long whole(String field, JsonNode value, long min, long max) {
        if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
            var number = value.asLong();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw FieldProblems.outOfRange(
                field,
                Range.whole(min, max),
                shownNumber(value),
                field
                        + " must be a whole number from "
                        + min
                        + " to "
                        + max
                        + (min == -1 ? ", -1 for a random one each time" : "")
                        + "; null takes the setting back.");
    }

    static int side(String field, JsonNode value) {
        var side = whole(field, value, 64, 2048);
        if (side % 8 != 0) {
            throw FieldProblems.notAMultiple(field, side);
        }
        return (int) side;
    }

    static BigDecimal cfgScale(String field, JsonNode value) {
        if (isFinite(value)) {
            var scale = value.decimalValue();
            if (CFG_SCALE.has(scale)) {
                return plain(scale);
            }
        }
        throw FieldProblems.outOfRange(
                field,
                CFG_SCALE,
                shownNumber(value),
                field
                        + " must be a number from 1.0 to 30.0 with at most two decimal places: 7.0"
                        + " is usual.");
    }

    static BigDecimal loraWeight(String field, JsonNode value) {
        if (isFinite(value)) {
            var weight = value.decimalValue();
            if (LORA_WEIGHT.has(weight)) {
                return plain(weight);
            }
        }
        throw FieldProblems.outOfRange(
                field,
                LORA_WEIGHT,
                shownNumber(value),
                field
                        + " must be a number from -2.00 to 2.00 with at most two decimal places:"
                        + " 0.8 is usual.");
    }

    /** A key that somebody else wrote, fit for a message. */
    static String shown(String name) {
        var printable = UNPRINTABLE.matcher(name).replaceAll("?");
        return printable.length() <= SHOWN_CHARS_MAX
                ? printable
                : printable.substring(0, SHOWN_CHARS_MAX);
    }

    private static @Nullable String shownNumber(JsonNode value) {
        return value.isNumber() ? value.asText() : null;
    }

    /** An exponent of any size is valid JSON; beyond a double's range it is read as infinity. */
    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.scale() >= 1 && number.scale() <= 2
                ? number
                : number.stripTrailingZeros()
                        .setScale(Math.max(1, number.stripTrailingZeros().scale()));
    }

    private static String nonBlank(String field, JsonNode value) {
        if (!value.isTextual() || value.asText().isBlank()) {
            throw FieldProblems.wrongType(
                    field,
                    "name",
                    field + " must be the name as it is installed; null takes it back.");
        }
        return value.asText();
    }

    private static String checked(String field, String text, int charsMax, Pattern forbidden) {
        var chars = text.codePointCount(0, text.length());
        if (chars > charsMax) {
            throw FieldProblems.tooLong(field, chars, charsMax);
        }
        if (forbidden.matcher(text).find()) {
            throw FieldProblems.forbiddenCharacters(field);
        }
        return text;
    }
}
