package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.NOW;
import static dev.easel.operator.request.Observations.UID;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Observations.aRunningRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.operator.launch.SeenJob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacingTest {
    private final Pacing pacing = new Pacing();
    private final RequestPlanner planner = new RequestPlanner(Limits.DEFAULT);

    private GenerationRequestStatus planned(Observations observations) {
        return planner.next(observations.seen(), NOW).status();
    }

    @Test
    void holdsBackAPassingStatusForAMomentOnly() {
        var passing = planned(aRequest().accepted());
        var before = GenerationRequestStatus.EMPTY;

        assertThat(pacing.hold(UID, before, passing, NOW)).contains(Pacing.MOMENT);
        assertThat(pacing.hold(UID, before, passing, NOW.plusMillis(400)))
                .contains(Duration.ofMillis(600));
        assertThat(pacing.hold(UID, before, passing, NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void writesAtOnceWhatIsWaitedFor() {
        var running = planned(aRunningRequest().runningPod(Duration.ofSeconds(1)));
        var failed = planned(aRunningRequest().job(SeenJob.End.FAILED).exitedPod(11).live());
        var cancelled = planned(aRequest().desired(DesiredState.CANCELLED).live());

        for (var status : List.of(running, failed, cancelled)) {
            assertThat(pacing.hold(UID, GenerationRequestStatus.EMPTY, status, NOW)).isEmpty();
        }
    }
}
