package dev.easel.protocol.client;

import java.util.Arrays;
import java.util.Optional;

/**
 * The rules that a field of a body, a query or a header can break: the {@code code} of a {@link
 * Problem} of status 400, and what its {@code params} say. Numbers are written as JSON writes them;
 * several names in one value are separated by line feeds, which no name has.
 */
public enum FieldRule {
    /** {@code bound_max}, the characters at most, where the field is a text. */
    REQUIRED("FieldRequired"),
    /**
     * A key that means nothing here. {@code value}, the key; {@code known}, those that there are.
     */
    UNKNOWN("FieldUnknown"),
    /** {@code expected}: text, name, number, list, object, uuid, time or tag. */
    WRONG_TYPE("WrongType"),
    /** A word that is none of a fixed set. {@code value} if it is short; {@code known}. */
    NOT_A_CHOICE("NotAChoice"),
    /**
     * {@code bound_min}, {@code bound_max}; {@code places}, the decimal places at most, 0 for whole
     * numbers; {@code value} if it is a number that can be shown. A seed's least, -1, stands for a
     * random one.
     */
    OUT_OF_RANGE("OutOfRange"),
    /** {@code bound_min}, {@code bound_max}, {@code step}, {@code value}, {@code nearest}. */
    NOT_A_MULTIPLE("NotAMultiple"),
    /** {@code bound_max} and {@code value}, in characters. */
    TOO_LONG("TooLong"),
    FORBIDDEN_CHARACTERS("ForbiddenCharacters"),
    /** {@code bound_max} entries. */
    TOO_MANY_ENTRIES("TooManyEntries"),
    /** {@code value}, the name. */
    GIVEN_TWICE("GivenTwice"),
    /**
     * Width times height times count. {@code bound_max}, in pixels; {@code width}, {@code height},
     * {@code image_count} as they would hold; {@code nearest}, the count that still fits.
     */
    TOO_MANY_PIXELS("TooManyPixels"),
    /** Everything else: only the sentences say more. */
    INVALID("InvalidField");

    private final String word;

    FieldRule(String word) {
        this.word = word;
    }

    /** The code. */
    public String word() {
        return word;
    }

    public static Optional<FieldRule> of(String word) {
        return Arrays.stream(values()).filter(rule -> rule.word.equals(word)).findFirst();
    }
}
