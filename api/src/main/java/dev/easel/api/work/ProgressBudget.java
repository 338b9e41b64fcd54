package dev.easel.api.work;

import dev.easel.protocol.Phase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When progress is worth a write to the resource. The stream shows every report; the resource is
 * for people who look now and then, and each write costs every watcher. Pure.
 */
final class ProgressBudget {
    private static final Duration APART = Duration.ofSeconds(10);
    private static final int PERCENT_STEP = 34;

    private ProgressBudget() {}

    record Written(Phase phase, int percent, Instant at) {}

    static boolean isWorthWriting(@Nullable Written last, Phase phase, int percent, Instant now) {
        if (last == null) {
            return true;
        }
        if (phase == Phase.STORING || phase == Phase.FINISHED) {
            // The result follows at once and says more.
            return false;
        }
        if (phase == Phase.RENDERING && last.phase() != Phase.RENDERING) {
            return true;
        }
        var apart = !last.at().plus(APART).isAfter(now);
        return apart && (phase != last.phase() || percent - last.percent() >= PERCENT_STEP);
    }
}
