package dev.easel.generator;

import dev.easel.generator.text.Notice;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.ResultReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be rendered, and how it came about.
 *
 * @param seedFree nobody fixed the seed, so another one may be tried
 * @param refinement what is different from the earlier generation; absent for Generate
 */
public record Prepared(
        Settings settings,
        boolean seedFree,
        ResultReport.Composition composition,
        @Nullable Refinement refinement,
        List<Notice> notices) {
    public Prepared {
        notices = List.copyOf(notices);
    }
}
