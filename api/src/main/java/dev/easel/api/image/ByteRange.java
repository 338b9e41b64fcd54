package dev.easel.api.image;

import java.util.regex.Pattern;

/** Which part of a file a Range header asks for (RFC 9110, section 14). Pure. */
sealed interface ByteRange {
    /** Also for several ranges and for units that nobody here knows: both may be ignored. */
    record Whole() implements ByteRange {}

    /**
     * @param from the first byte
     * @param to the last byte
     */
    record Part(long from, long to) implements ByteRange {
        long bytes() {
            return to - from + 1;
        }
    }

    /** Nothing of it is in the file. */
    record Unsatisfiable() implements ByteRange {}

    Pattern ONE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    static ByteRange of(String header, long sizeBytes) {
        var one = ONE.matcher(header);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return new Whole();
        }
        return one.group(1).isEmpty()
                ? last(Long.parseLong(one.group(2)), sizeBytes)
                : from(Long.parseLong(one.group(1)), one.group(2), sizeBytes);
    }

    private static ByteRange last(long bytes, long sizeBytes) {
        return bytes == 0 || sizeBytes == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, sizeBytes - bytes), sizeBytes - 1);
    }

    private static ByteRange from(long first, String last, long sizeBytes) {
        if (!last.isEmpty() && Long.parseLong(last) < first) {
            return new Whole();
        }
        if (first >= sizeBytes) {
            return new Unsatisfiable();
        }
        var end = last.isEmpty() ? sizeBytes - 1 : Long.parseLong(last);
        return new Part(first, Math.min(end, sizeBytes - 1));
    }
}
