package dev.easel.operator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyTest {
    private static SeenJob job(SeenJob.End end, long token) {
        return new SeenJob("job", "uid", "owner", 1, token, null, false, false, end, "");
    }

    private static SeenPod pod(SeenPod.State state) {
        return new SeenPod("pod", state, null, null, null, null, null);
    }

    @Test
    void actsAsLongAsAJobHasNotEnded() {
        var ended = job(SeenJob.End.COMPLETE, 1);

        assertThat(Legacy.of(List.of(ended, job(SeenJob.End.NOT_YET, 2)), List.of(), 0).acting())
                .isTrue();
        assertThat(Legacy.of(List.of(ended), List.of(), 0).acting()).isFalse();
    }

    @Test
    void actsAsLongAsAPodIsAliveEvenWithoutAJob() {
        var ended = pod(SeenPod.State.ENDED);

        for (var alive : List.of(SeenPod.State.PENDING, SeenPod.State.RUNNING)) {
            assertThat(Legacy.of(List.of(), List.of(ended, pod(alive)), 0).acting()).isTrue();
        }
        assertThat(Legacy.of(List.of(), List.of(ended), 0).acting()).isFalse();
    }

    @Test
    void remembersTheHighestTokenOfRequestsAndJobs() {
        var jobs = List.of(job(SeenJob.End.FAILED, 9), job(SeenJob.End.COMPLETE, 4));

        assertThat(Legacy.of(jobs, List.of(), 7).highestToken()).isEqualTo(9);
        assertThat(Legacy.of(jobs, List.of(), 12).highestToken()).isEqualTo(12);
        assertThat(Legacy.of(List.of(job(SeenJob.End.FAILED, -1)), List.of(), 0).highestToken())
                .isZero();
    }
}
