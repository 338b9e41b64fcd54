package dev.easel.api.http;

import io.helidon.common.parameters.Parameters;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a query; an empty one means the same as an absent one. */
public final class QueryFields {
    public static final int ID_CHARS_MAX = 64;

    private QueryFields() {}

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
}
