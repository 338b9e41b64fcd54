package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.TOKEN;
import static dev.easel.operator.request.Observations.UID;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Observations.aRunningRequest;
import static dev.easel.operator.request.Plans.JUST_NOW;
import static dev.easel.operator.request.Plans.LONG_AGO;
import static dev.easel.operator.request.Plans.failure;
import static dev.easel.operator.request.Plans.plan;
import static dev.easel.operator.request.Plans.says;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner decides while an attempt holds a slot. */
class RunningTest {
    static Stream<Arguments> startsAndRuns() {
        var image = new SeenPod.Obstacle(SeenPod.Obstacle.Kind.IMAGE, "no such image");
        var node = new SeenPod.Obstacle(SeenPod.Obstacle.Kind.UNSCHEDULABLE, "0/1 nodes");
        return Stream.of(
                Arguments.of("no pod yet", aRunningRequest(), "False/PodPending"),
                Arguments.of("pod starts", aRunningRequest().pendingPod(null), "False/PodPending"),
                Arguments.of("no node", aRunningRequest().pendingPod(node), "False/Unschedulable"),
                Arguments.of(
                        "no image", aRunningRequest().pendingPod(image), "False/ImagePullFailed"),
                Arguments.of(
                        "pod runs",
                        aRunningRequest().runningPod(Duration.ofSeconds(3)),
                        "True/Running"),
                Arguments.of(
                        "pod ended, Job not yet",
                        aRunningRequest().exitedPod(0),
                        "False/PodPending"),
                Arguments.of(
                        "node lost",
                        aRunningRequest().lostPod(Duration.ofSeconds(90)),
                        "Unknown/NodeLost"),
                Arguments.of(
                        "pod late",
                        aRunningRequest().lostPod(Duration.ofSeconds(5)),
                        "True/Running"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("startsAndRuns")
    void saysHowTheGeneratorIs(String name, Observations observations, String generator) {
        var plan = plan(observations);

        assertThat(says(plan, Condition.GENERATOR_READY)).isEqualTo(generator);
        assertThat(says(plan, Condition.ADMITTED)).isEqualTo("True/SlotReserved");
        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("Unknown/Running");
        assertThat(plan.step()).isEqualTo(new Step.Rest());
        assertThat(requireNonNull(plan.status().admission()).token()).isEqualTo(TOKEN);
        assertThat(requireNonNull(plan.status().jobRef()).uid()).isEqualTo("job-uid");
        assertThat(plan.status().attempts()).hasSize(1);
    }

    static Stream<Arguments> reasonsToStop() {
        var image = new SeenPod.Obstacle(SeenPod.Obstacle.Kind.IMAGE, "no such image");
        var node = new SeenPod.Obstacle(SeenPod.Obstacle.Kind.UNSCHEDULABLE, "0/1 nodes");
        return Stream.of(
                Arguments.of(
                        "cancelled",
                        aRunningRequest().desired(DesiredState.CANCELLED).runningPod(JUST_NOW),
                        Reason.CANCELLED),
                Arguments.of(
                        "deleted",
                        aRunningRequest().deleting().runningPod(JUST_NOW),
                        Reason.CANCELLED),
                Arguments.of(
                        "suspended",
                        aRunningRequest().desired(DesiredState.SUSPENDED).runningPod(JUST_NOW),
                        Reason.SUSPENDED),
                Arguments.of(
                        "ran too long",
                        aRunningRequest().runningPod(LONG_AGO.plusSeconds(11)),
                        Reason.RUN_TIMEOUT),
                Arguments.of("no node in time", late().pendingPod(node), Reason.UNSCHEDULABLE),
                Arguments.of(
                        "no image in time", late().pendingPod(image), Reason.IMAGE_PULL_FAILED),
                Arguments.of("no start in time", late().pendingPod(null), Reason.POD_PENDING),
                Arguments.of("no pod in time", late(), Reason.POD_PENDING));
    }

    private static Observations late() {
        return aRequest()
                .accepted()
                .holding(1, TOKEN)
                .jobOnRecord(1)
                .job(SeenJob.End.NOT_YET, TOKEN, UID, Duration.ofSeconds(301), false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasonsToStop")
    void stopsTheGeneratorAndNotesWhy(String name, Observations observations, Reason reason) {
        var plan = plan(observations);

        assertThat(plan.step()).isInstanceOf(Step.StopGenerator.class);
        assertThat(plan.status().attempts().getLast().reason()).isEqualTo(reason.word());
        assertThat(plan.status().attempts().getLast().endTime()).isNull();
        assertThat(plan.status().admission()).as("the slot stays held").isNotNull();
    }

    @Test
    void keepsTheSlotWhileAPodOfAnEndedJobIsAlive() {
        var plan =
                plan(
                        aRunningRequest()
                                .job(SeenJob.End.FAILED)
                                .runningPod(Duration.ofSeconds(5))
                                .live());

        assertThat(plan.status().attempts().getLast().endTime()).isNull();
        assertThat(plan.step()).isEqualTo(new Step.Rest());
        assertThat(plan.lookAgainAfter()).isEqualTo(AttemptPlanner.RECHECK);
    }

    @Test
    void keepsTheSlotOfALostNodeForAsLongAsItTakes() {
        var plan = plan(aRunningRequest().noJob().lostPod(Duration.ofHours(5)).live());

        assertThat(says(plan, Condition.GENERATOR_READY)).isEqualTo("Unknown/NodeLost");
        assertThat(plan.status().attempts().getLast().endTime()).isNull();
    }

    @Test
    void waitsForTheLaunchOfASlotThatWasJustTaken() {
        var plan = plan(aRequest().accepted().holding(1, TOKEN));

        assertThat(says(plan, Condition.ADMITTED)).isEqualTo("True/SlotReserved");
        assertThat(plan.step()).isEqualTo(new Step.Rest());
    }

    @Test
    void doesNotStopAGeneratorTwice() {
        var plan =
                plan(
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .onRecord(1, Reason.CANCELLED)
                                .desired(DesiredState.CANCELLED)
                                .job(SeenJob.End.NOT_YET, TOKEN, UID, JUST_NOW, true));

        assertThat(plan.step()).isEqualTo(new Step.Rest());
        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("Unknown/Cancelling");
    }

    @Test
    void stopsAJobThatHoldsNoSlot() {
        var observations =
                aRequest().accepted().jobOnRecord(1).job(SeenJob.End.NOT_YET).runningPod(JUST_NOW);

        assertThat(plan(observations).step()).isEqualTo(new Step.LookCloser());
        assertThat(plan(observations.live()).step()).isInstanceOf(Step.StopGenerator.class);
    }

    @Test
    void givesUpAfterTwoOutOfMemoryInARow() {
        var plan =
                plan(
                        aRequest()
                                .accepted()
                                .ended(1, Reason.OUT_OF_MEMORY, true, LONG_AGO)
                                .holding(2, TOKEN)
                                .jobOnRecord(2)
                                .job(SeenJob.End.FAILED)
                                .exitedPod(137)
                                .live());

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("False/GenerationFailed");
        assertThat(failure(plan).reason()).isEqualTo("OutOfMemory");
        assertThat(failure(plan).message()).contains("memory limit");
    }

    @Test
    void boundsAttemptsThatCostNothing() {
        var observations = aRequest().accepted();
        for (var number = 1; number < Limits.DEFAULT.attemptsMax(); number++) {
            observations.ended(number, Reason.POD_EVICTED, false, LONG_AGO);
        }
        var last = Limits.DEFAULT.attemptsMax();
        var plan =
                plan(
                        observations
                                .holding(last, 100)
                                .job(SeenJob.End.FAILED, 100, UID, JUST_NOW, false)
                                .live());

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("False/AttemptsExhausted");
    }
}
