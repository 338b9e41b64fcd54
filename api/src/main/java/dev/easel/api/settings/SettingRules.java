package dev.easel.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.http.ApiProblem;
import dev.easel.crds.v1alpha1.Parameters;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The bounds of each value, the same as a request's. Pure. */
final class SettingRules {
    static final int PROMPT_CHARS_MAX = Parameters.PROMPT_CHARS_MAX;
    static final int SUFFIX_CHARS_MAX = 1000;

    private static final int ID_CHARS_MAX = 64;
    private static final int NAME_CHARS_MAX = 253;
    private static final int SHOWN_CHARS_MAX = 64;
    private static final BigDecimal LORA_WEIGHT_MAX = BigDecimal.valueOf(2);
    private static final BigDecimal CFG_MIN = BigDecimal.ONE;
    private static final BigDecimal CFG_MAX = BigDecimal.valueOf(30);
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
            throw ApiProblem.invalid(
                    field, field + " is required: give 1 to " + ID_CHARS_MAX + " characters.");
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
            throw ApiProblem.invalid(field, field + " must be a text, or null.");
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
        throw ApiProblem.invalid(
                field,
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
            throw ApiProblem.invalid(
                    field,
                    field
                            + " must be a multiple of 8 from 64 to 2048 pixels: "
                            + Math.clamp((side + 4) / 8 * 8, 64, 2048)
                            + " is the nearest.");
        }
        return (int) side;
    }

    static BigDecimal cfgScale(String field, JsonNode value) {
        if (isFinite(value)) {
            var scale = value.decimalValue();
            if (scale.compareTo(CFG_MIN) >= 0
                    && scale.compareTo(CFG_MAX) <= 0
                    && scale.stripTrailingZeros().scale() <= 2) {
                return plain(scale);
            }
        }
        throw ApiProblem.invalid(
                field,
                field
                        + " must be a number from 1.0 to 30.0 with at most two decimal places: 7.0"
                        + " is usual.");
    }

    static BigDecimal loraWeight(String field, JsonNode value) {
        if (isFinite(value)) {
            var weight = value.decimalValue();
            if (weight.abs().compareTo(LORA_WEIGHT_MAX) <= 0
                    && weight.stripTrailingZeros().scale() <= 2) {
                return plain(weight);
            }
        }
        throw ApiProblem.invalid(
                field,
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
            throw ApiProblem.invalid(
                    field, field + " must be the name as it is installed; null takes it back.");
        }
        return value.asText();
    }

    private static String checked(String field, String text, int charsMax, Pattern forbidden) {
        var chars = text.codePointCount(0, text.length());
        if (chars > charsMax) {
            throw ApiProblem.invalid(
                    field,
                    field
                            + " has "
                            + chars
                            + " characters, at most "
                            + charsMax
                            + " are allowed: make it shorter.");
        }
        if (forbidden.matcher(text).find()) {
            throw ApiProblem.invalid(
                    field, field + " has characters that are not allowed here: remove them.");
        }
        return text;
    }
}
