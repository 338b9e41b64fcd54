package dev.easel.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final String NOON = "2026-01-01T12:00:00Z";

    @Test
    void tellsOfASlotOnceWhileTheAttemptRuns() {
        var running = status(ConditionStatus.TRUE, Reason.SLOT_RESERVED, null);

        assertThat(reasons(GenerationRequestStatus.EMPTY, running)).containsExactly("SlotReserved");
        assertThat(reasons(running, running)).isEmpty();
    }

    @Test
    void tellsOfASlotThatWasLeftBeforeItWasWrittenDown() {
        var over = status(ConditionStatus.FALSE, Reason.FINISHED, NOON);
        var running = status(ConditionStatus.TRUE, Reason.SLOT_RESERVED, null);

        assertThat(reasons(GenerationRequestStatus.EMPTY, over)).containsExactly("SlotReserved");
        assertThat(reasons(running, over)).isEmpty();
        assertThat(Announcement.between(GenerationRequestStatus.EMPTY, over).getFirst().key())
                .isEqualTo(
                        Announcement.between(GenerationRequestStatus.EMPTY, running)
                                .getFirst()
                                .key());
    }

    private static List<String> reasons(
            GenerationRequestStatus before, GenerationRequestStatus after) {
        return Announcement.between(before, after).stream().map(Announcement::reason).toList();
    }

    private static GenerationRequestStatus status(
            ConditionStatus admitted, Reason reason, @Nullable String endTime) {
        var attempt = new Attempt(1, 7L, "gpu-0", "job-1", NOON, endTime, null, null);
        var condition = new Condition(Condition.ADMITTED, admitted, reason.word(), "", NOON, 1L);
        return new GenerationRequestStatus(
                1L,
                List.of(condition),
                1,
                null,
                null,
                List.of(attempt),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null);
    }
}
