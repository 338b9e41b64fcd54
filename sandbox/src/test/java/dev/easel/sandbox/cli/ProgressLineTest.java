package dev.easel.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    @Test
    void saysThePlaceInTheQueueAndWhy() {
        var queue = new RequestProgress.Queue(3, 7, 40, "first come, first served");

        assertThat(ProgressLine.of(progress(RequestStatus.PENDING, null, 0, queue)))
                .isEqualTo("waiting: 3 of 7 in the queue, about 40 s (first come, first served)");
    }

    @Test
    void fillsTheBarByPercent() {
        assertThat(ProgressLine.of(progress(RequestStatus.PROCESSING, Phase.RENDERING, 50, null)))
                .isEqualTo("[" + "#".repeat(15) + ".".repeat(15) + "]  50 % rendering, about 9 s");
    }

    @Test
    void namesTheReasonOfAFailure() {
        assertThat(ProgressLine.of(progress(RequestStatus.FAILED, null, 0, null)))
                .isEqualTo("failed: Rejected: no such model");
    }

    private static RequestProgress progress(
            RequestStatus status,
            @Nullable Phase phase,
            int percent,
            RequestProgress.@Nullable Queue queue) {
        return new RequestProgress(
                UUID.randomUUID(), status, phase, percent, 9, queue, "Rejected", "no such model");
    }
}
