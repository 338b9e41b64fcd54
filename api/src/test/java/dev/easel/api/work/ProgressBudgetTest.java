package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.work.ProgressBudget.Written;
import dev.easel.protocol.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressBudgetTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void writesAShortRunTwice() {
        assertThat(
                        written(
                                List.of(
                                        "1 COMPOSING 5",
                                        "2 FREEING_MEMORY 10",
                                        "3 RENDERING 20",
                                        "4 RENDERING 60",
                                        "5 RENDERING 90",
                                        "6 STORING 95")))
                .containsExactly("COMPOSING 5", "RENDERING 20");
    }

    @Test
    void writesALongRunAboutFiveTimesHoweverOftenItReports() {
        var reports = new ArrayList<String>();
        for (int second = 0; second < 20; second++) {
            reports.add(second + " COMPOSING 5");
        }
        for (int second = 20; second < 180; second++) {
            reports.add(second + " RENDERING " + (10 + (second - 20) / 2));
        }
        assertThat(written(reports)).hasSizeBetween(3, 5);
    }

    @Test
    void leavesStoringToTheResultThatFollows() {
        assertThat(written(List.of("0 RENDERING 10", "60 STORING 95", "61 FINISHED 100")))
                .containsExactly("RENDERING 10");
    }

    private static List<String> written(List<String> reports) {
        var written = new ArrayList<String>();
        @Nullable Written last = null;
        for (var report : reports) {
            var parts = report.split(" ", -1);
            var now = NOW.plusSeconds(Long.parseLong(parts[0]));
            var phase = Phase.valueOf(parts[1]);
            var percent = Integer.parseInt(parts[2]);
            if (ProgressBudget.isWorthWriting(last, phase, percent, now)) {
                last = new Written(phase, percent, now);
                written.add(phase + " " + percent);
            }
        }
        return written;
    }
}
