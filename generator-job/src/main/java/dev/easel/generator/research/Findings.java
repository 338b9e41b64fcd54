package dev.easel.generator.research;

import dev.easel.protocol.Research;
import org.jspecify.annotations.Nullable;

/**
 * What came of research.
 *
 * @param research is stored; absent if nobody asked for it
 * @param background for whoever writes the prompt
 * @param note a notice to the user, as the research has it; absent if all went as asked
 */
public record Findings(
        @Nullable Research research, @Nullable String background, @Nullable String note) {
    public static final Findings NOT_ASKED_FOR = new Findings(null, null, null);

    /** The user said so, and need not be told. */
    static Findings declined(String note) {
        return new Findings(Research.skipped(note), null, null);
    }

    static Findings skipped(String note) {
        return new Findings(Research.skipped(note), null, note);
    }

    static Findings failed(String note) {
        return new Findings(Research.failed(note), null, note);
    }
}
