package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.NOW;
import static dev.easel.operator.request.Observations.TOKEN;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Plans.JUST_NOW;
import static dev.easel.operator.request.Plans.LONG_AGO;
import static dev.easel.operator.request.Plans.PLANNER;
import static dev.easel.operator.request.Plans.plan;
import static dev.easel.operator.request.Plans.says;
import static dev.easel.operator.request.Plans.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.SeenJob;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner decides when no attempt is left to make. */
class FinishedTest {
    private static final Delivery TO_DISCORD = new Delivery(new Delivery.Discord("1", null, null));

    @Test
    void waitsForTheResultAndThenTriesAgain() {
        var waits = plan(aRequest().accepted().ended(1, Reason.EXITED, true, JUST_NOW));
        var longWaits = plan(aRequest().accepted().ended(1, Reason.EXITED, true, LONG_AGO));
        var longer = Limits.DEFAULT.resultWait().plusSeconds(1);
        var gaveUp = plan(aRequest().accepted().ended(1, Reason.EXITED, true, longer));

        assertThat(says(waits, Condition.SUCCEEDED)).isEqualTo("Unknown/Running");
        assertThat(waits.lookAgainAfter()).isLessThan(Limits.DEFAULT.resultWait());
        assertThat(says(longWaits, Condition.SUCCEEDED)).isEqualTo("Unknown/Running");
        assertThat(says(gaveUp, Condition.SUCCEEDED)).isEqualTo("Unknown/Retrying");
        assertThat(gaveUp.status().attempts().getLast().reason()).isEqualTo("NoResult");
    }

    @Test
    void canBeCancelledWhileItWaitsForTheResult() {
        var waiting =
                aRequest()
                        .accepted()
                        .ended(1, Reason.EXITED, true, JUST_NOW)
                        .desired(DesiredState.CANCELLED);
        assertThat(plan(waiting).step()).isEqualTo(new Step.LookCloser());

        waiting.live();
        assertThat(says(plan(waiting), Condition.SUCCEEDED)).isEqualTo("False/Cancelled");
        assertThat(says(plan(stored(waiting)), Condition.SUCCEEDED)).isEqualTo("True/Completed");
    }

    @Test
    void isCompleteAsSoonAsTheResultIsStored() {
        var plan = plan(stored(aRequest().accepted().ended(1, Reason.EXITED, true, JUST_NOW)));

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo("True/Completed");
    }

    @Test
    void neverChangesAFinishedStatus() {
        var seen =
                aRequest()
                        .accepted()
                        .condition(Condition.SUCCEEDED, ConditionStatus.FALSE, Reason.CANCELLED)
                        .job(SeenJob.End.NOT_YET)
                        .seen();
        var plan = PLANNER.next(seen, NOW);

        assertThat(plan.status()).isEqualTo(StatusPatch.ownPart(seen.status()));
        assertThat(plan.step()).as("a stray Job").isInstanceOf(Step.StopGenerator.class);
    }

    static Stream<Arguments> timesToLive() {
        return Stream.of(
                Arguments.of("no time to live", done(), new Step.Rest()),
                Arguments.of("not yet", done().ttl(3_600), new Step.Rest()),
                Arguments.of("over, nothing to deliver", done().ttl(60), new Step.Discard()),
                Arguments.of(
                        "over, not delivered",
                        done().ttl(60).delivery(TO_DISCORD),
                        new Step.Rest()),
                Arguments.of(
                        "over and delivered",
                        done().ttl(60)
                                .delivery(TO_DISCORD)
                                .condition(
                                        Condition.DELIVERED, ConditionStatus.TRUE, Reason.POSTED),
                        new Step.Discard()),
                Arguments.of(
                        "over, nowhere to deliver",
                        done().ttl(60)
                                .delivery(TO_DISCORD)
                                .condition(
                                        Condition.DELIVERED,
                                        ConditionStatus.FALSE,
                                        Reason.TARGET_GONE),
                        new Step.Discard()),
                Arguments.of(
                        "over, nothing left to deliver",
                        done().ttl(60)
                                .delivery(TO_DISCORD)
                                .condition(
                                        Condition.DELIVERED,
                                        ConditionStatus.FALSE,
                                        Reason.NOT_FOUND),
                        new Step.Discard()));
    }

    private static Observations done() {
        return aRequest()
                .accepted()
                .condition(Condition.SUCCEEDED, ConditionStatus.TRUE, Reason.COMPLETED)
                .completedAgo(LONG_AGO);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("timesToLive")
    void discardsAFinishedRequestInTime(String name, Observations observations, Step step) {
        assertThat(plan(observations).step()).isEqualTo(step);
    }

    static Stream<Arguments> deletions() {
        return Stream.of(
                Arguments.of(
                        "nothing left", aRequest().accepted().deleting().live(), new Step.LetGo()),
                Arguments.of("finished", done().deleting().live(), new Step.LetGo()),
                Arguments.of(
                        "slot still held",
                        done().deleting().holding(1, TOKEN).live(),
                        new Step.Rest()),
                Arguments.of(
                        "pod still alive",
                        done().deleting().runningPod(JUST_NOW).live(),
                        new Step.Rest()),
                Arguments.of(
                        "only caches", aRequest().accepted().deleting(), new Step.LookCloser()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deletions")
    void letsADeletedRequestGoWhenNothingIsLeft(String name, Observations observations, Step step) {
        assertThat(plan(observations).step()).isEqualTo(step);
    }
}
