package dev.easel.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Json;
import dev.easel.protocol.Phase;
import dev.easel.protocol.work.ProgressReport;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimelineTest {
    @ParameterizedTest(name = "{0} at {1} is {2} %")
    @CsvSource({
        "CLAIMING, 0, 0",
        "COMPOSING, 0, 4",
        "RENDERING, 0, 12",
        "RENDERING, 0.5, 53",
        "RENDERING, 1, 94",
        "RENDERING, 7, 94",
        "RENDERING, -1, 12",
        "RENDERING, NaN, 12",
        "STORING, 0.5, 97",
        "FINISHED, 0, 100"
    })
    void givesEachPhaseItsShare(Phase phase, double fraction, int percent) {
        assertThat(Timeline.percent(phase, fraction)).isEqualTo(percent);
    }

    @Test
    void neverGoesBack() {
        var timeline = new Timeline(() -> 0);
        timeline.enter(Phase.RENDERING);
        timeline.at(0.5, 12.2);
        timeline.at(0.1, -1);
        assertThat(timeline.report()).isEqualTo(new ProgressReport(Phase.RENDERING, 53, null));
    }

    @Test
    void roundsTheEstimateUp() {
        var timeline = new Timeline(() -> 0);
        timeline.enter(Phase.RENDERING);
        timeline.at(0.5, 12.2);
        assertThat(timeline.report().etaSeconds()).isEqualTo(13);
    }

    @Test
    void measuresEachPhase() {
        var clock = new AtomicLong();
        var timeline = new Timeline(clock::get);
        clock.addAndGet(5_000_000);
        timeline.enter(Phase.FREEING_MEMORY);
        clock.addAndGet(7_000_000);
        assertThat(timeline.millisByPhase())
                .containsEntry("Claiming", 5L)
                .containsEntry("FreeingMemory", 7L);
    }

    @ParameterizedTest
    @EnumSource
    void spellsPhasesAsTheResourceDoes(Phase phase) throws Exception {
        assertThat(Timeline.word(phase)).isEqualTo(Json.mapper().convertValue(phase, String.class));
    }
}
