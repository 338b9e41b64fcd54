package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.NOW;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Observations.aRunningRequest;
import static dev.easel.operator.request.Plans.JUST_NOW;
import static dev.easel.operator.request.Plans.LONG_AGO;
import static dev.easel.operator.request.Plans.PLANNER;
import static dev.easel.operator.request.Plans.failure;
import static dev.easel.operator.request.Plans.plan;
import static dev.easel.operator.request.Plans.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.request.Observed.PoolSeen.Obstacle;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner decides for a request without a slot. */
class WaitingTest {
    @Test
    void setsAllOfItsConditionsOnTheFirstVisit() {
        var plan = plan(aRequest());

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("Unknown/Pending");
        assertThat(says(plan, Condition.ADMITTED)).isEqualTo("Unknown/NotEvaluated");
        assertThat(says(plan, Condition.GENERATOR_READY)).isEqualTo("False/PodPending");
        assertThat(says(plan, Condition.INTERRUPTED)).isEqualTo("False/NotInterrupted");
        assertThat(plan.status().observedGeneration()).isEqualTo(1);
        assertThat(plan.status().condition(Condition.ACCEPTED)).isEmpty();
    }

    @Test
    void plansTheSameForTheStatusItPlanned() {
        var observed = aRunningRequest().runningPod(Duration.ofSeconds(5)).seen();
        var first = PLANNER.next(observed, NOW);
        var again =
                new Observed(
                        observed.name(),
                        observed.uid(),
                        observed.generation(),
                        observed.createdAt(),
                        observed.deleting(),
                        observed.spec(),
                        first.status(),
                        observed.hold(),
                        observed.pool(),
                        observed.job(),
                        observed.pods(),
                        observed.live());

        assertThat(PLANNER.next(again, NOW.plusSeconds(3)).status()).isEqualTo(first.status());
    }

    static Stream<Arguments> waiting() {
        return Stream.of(
                Arguments.of(
                        "free pool",
                        aRequest().accepted(),
                        "Unknown/Pending",
                        "False/WaitingForSlot"),
                Arguments.of(
                        "draining pool",
                        aRequest().accepted().pool(PoolState.DRAINING, Obstacle.NONE),
                        "Unknown/Pending",
                        "False/PoolDraining"),
                Arguments.of(
                        "stopped pool",
                        aRequest().accepted().pool(PoolState.STOPPED, Obstacle.NONE),
                        "Unknown/Pending",
                        "False/PoolStopped"),
                Arguments.of(
                        "paused pool",
                        aRequest().accepted().pool(PoolState.ACTIVE, Obstacle.PAUSED),
                        "Unknown/Pending",
                        "False/PoolStopped"),
                Arguments.of(
                        "no pool",
                        aRequest().accepted().noPool(),
                        "Unknown/Pending",
                        "False/PoolStopped"),
                Arguments.of(
                        "back ends down",
                        aRequest().accepted().pool(PoolState.ACTIVE, Obstacle.BACKEND_DOWN),
                        "Unknown/Pending",
                        "False/BackendDown"),
                Arguments.of(
                        "suspended",
                        aRequest().accepted().desired(DesiredState.SUSPENDED),
                        "Unknown/Suspended",
                        "False/Suspended"),
                Arguments.of(
                        "failed just now",
                        aRequest().accepted().ended(1, Reason.RENDERER_ERROR, true, JUST_NOW),
                        "Unknown/Retrying",
                        "False/BackoffPending"),
                Arguments.of(
                        "failed a while ago",
                        aRequest().accepted().ended(1, Reason.RENDERER_ERROR, true, LONG_AGO),
                        "Unknown/Retrying",
                        "False/WaitingForSlot"),
                Arguments.of(
                        "evicted just now",
                        aRequest().accepted().ended(1, Reason.POD_EVICTED, false, JUST_NOW),
                        "Unknown/Retrying",
                        "False/WaitingForSlot"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waiting")
    void saysWhatARequestWaitsFor(
            String name, Observations observations, String succeeded, String admitted) {
        var plan = plan(observations);

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo(succeeded);
        assertThat(says(plan, Condition.ADMITTED)).isEqualTo(admitted);
        assertThat(plan.step()).isEqualTo(new Step.Rest());
    }

    static Stream<Arguments> endsOfWaiting() {
        return Stream.of(
                Arguments.of(
                        "cancelled",
                        aRequest().accepted().desired(DesiredState.CANCELLED),
                        "False/Cancelled"),
                Arguments.of(
                        "refused",
                        aRequest()
                                .condition(
                                        Condition.ACCEPTED,
                                        ConditionStatus.FALSE,
                                        Reason.LORA_NOT_FOUND),
                        "False/Rejected"),
                Arguments.of(
                        "waited too long",
                        aRequest().accepted().createdAgo(Duration.ofHours(2)),
                        "False/QueueTimeout"),
                Arguments.of(
                        "never checked",
                        aRequest().createdAgo(Duration.ofHours(2)),
                        "False/QueueTimeout"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endsOfWaiting")
    void endsAWaitingRequestOnlyAfterALiveLook(
            String name, Observations observations, String succeeded) {
        assertThat(plan(observations).step()).isEqualTo(new Step.LookCloser());

        var plan = plan(observations.live());

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo(succeeded);
        assertThat(says(plan, Condition.ADMITTED)).isEqualTo("False/Finished");
        assertThat(plan.status().completionTime()).isNotNull();
    }

    @Test
    void passesOnWhyARequestWasRefused() {
        var plan =
                plan(
                        aRequest()
                                .condition(
                                        Condition.ACCEPTED,
                                        ConditionStatus.FALSE,
                                        Reason.LORA_NOT_FOUND)
                                .live());

        assertThat(failure(plan).reason()).isEqualTo("LoraNotFound");
        assertThat(failure(plan).message()).isEqualTo("said about Accepted");
    }
}
