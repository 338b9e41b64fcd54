package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.NOW;
import static dev.easel.operator.request.Observations.TOKEN;
import static dev.easel.operator.request.Observations.UID;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Observations.aRunningRequest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.PoolState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.SeenJob;
import dev.easel.operator.launch.SeenPod;
import dev.easel.operator.request.Observed.PoolSeen.Obstacle;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestPlannerTest {
    private static final Delivery TO_DISCORD = new Delivery(new Delivery.Discord("1", null, null));
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final Duration JUST_NOW = Duration.ofMillis(100);

    private final RequestPlanner planner = new RequestPlanner(Limits.DEFAULT);

    private Plan plan(Observations observations) {
        return planner.next(observations.seen(), NOW);
    }

    private static String says(Plan plan, String type) {
        var condition = plan.status().condition(type).orElseThrow();
        return switch (condition.status()) {
                    case TRUE -> "True/";
                    case FALSE -> "False/";
                    case UNKNOWN -> "Unknown/";
                }
                + condition.reason();
    }

    private static GenerationRequestStatus.Failure failure(Plan plan) {
        return requireNonNull(plan.status().failure());
    }

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
        var first = planner.next(observed, NOW);
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

        assertThat(planner.next(again, NOW.plusSeconds(3)).status()).isEqualTo(first.status());
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
                        "False/PoolStopped"),
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

    static Stream<Arguments> endings() {
        return Stream.of(
                // Job's end, pod, then: Succeeded, Interrupted, attempt's reason, charged
                ending(
                        "bad request",
                        aRunningRequest()
                                .job(SeenJob.End.FAILED)
                                .exitedPod(11, "ModelNotFound", "no such model"),
                        "False/GenerationFailed",
                        "False/NotInterrupted",
                        "ModelNotFound",
                        true),
                ending(
                        "transient",
                        aRunningRequest()
                                .job(SeenJob.End.FAILED)
                                .exitedPod(13, "RendererError", "500"),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "RendererError",
                        true),
                ending(
                        "transient, last attempt",
                        aRunningRequest()
                                .maxAttempts(1)
                                .job(SeenJob.End.FAILED)
                                .exitedPod(13, "RendererError", "500"),
                        "False/AttemptsExhausted",
                        "False/NotInterrupted",
                        "RendererError",
                        true),
                ending(
                        "bug",
                        aRunningRequest().job(SeenJob.End.FAILED).exitedPod(70),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "InternalError",
                        true),
                ending(
                        "unknown exit code",
                        aRunningRequest().job(SeenJob.End.FAILED).exitedPod(99),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "InternalError",
                        true),
                ending(
                        "fenced",
                        aRunningRequest().job(SeenJob.End.FAILED).exitedPod(10),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "FenceRejected",
                        false),
                ending(
                        "back end down",
                        aRunningRequest()
                                .maxAttempts(1)
                                .job(SeenJob.End.FAILED)
                                .exitedPod(12, "RendererUnavailable", "refused"),
                        "Unknown/Retrying",
                        "True/BackendUnavailable",
                        "BackendUnavailable",
                        false),
                ending(
                        "told to stop",
                        aRunningRequest().job(SeenJob.End.FAILED).exitedPod(14),
                        "Unknown/Retrying",
                        "True/PodEvicted",
                        "PodEvicted",
                        false),
                ending(
                        "out of memory",
                        aRunningRequest().job(SeenJob.End.FAILED).exitedPod(137),
                        "Unknown/Retrying",
                        "True/OutOfMemory",
                        "OutOfMemory",
                        true),
                ending(
                        "evicted",
                        aRunningRequest().job(SeenJob.End.FAILED).disruptedPod(false),
                        "Unknown/Retrying",
                        "True/PodEvicted",
                        "PodEvicted",
                        false),
                ending(
                        "preempted",
                        aRunningRequest().job(SeenJob.End.FAILED).disruptedPod(true),
                        "Unknown/Retrying",
                        "True/Preempted",
                        "Preempted",
                        false),
                ending(
                        "pod vanished",
                        aRunningRequest().job(SeenJob.End.FAILED),
                        "Unknown/Retrying",
                        "True/PodEvicted",
                        "PodEvicted",
                        false),
                ending(
                        "Job deleted by somebody",
                        aRunningRequest().noJob(),
                        "Unknown/Retrying",
                        "True/Preempted",
                        "Preempted",
                        false),
                ending(
                        "Job's own deadline",
                        aRunningRequest().job(SeenJob.End.DEADLINE_EXCEEDED).exitedPod(143),
                        "False/RunTimeout",
                        "False/NotInterrupted",
                        "RunTimeout",
                        true),
                ending(
                        "cancelled and gone",
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .onRecord(1, Reason.CANCELLED)
                                .desired(DesiredState.CANCELLED),
                        "False/Cancelled",
                        "False/NotInterrupted",
                        "Cancelled",
                        false),
                ending(
                        "cancelled before its Job was made",
                        aRequest().accepted().holding(1, TOKEN).desired(DesiredState.CANCELLED),
                        "False/Cancelled",
                        "False/NotInterrupted",
                        "Cancelled",
                        false),
                ending(
                        "suspended and gone",
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .onRecord(1, Reason.SUSPENDED)
                                .desired(DesiredState.SUSPENDED),
                        "Unknown/Suspended",
                        "True/Preempted",
                        "Preempted",
                        false),
                ending(
                        "timed out and gone",
                        aRequest().accepted().holding(1, TOKEN).onRecord(1, Reason.RUN_TIMEOUT),
                        "False/RunTimeout",
                        "False/NotInterrupted",
                        "RunTimeout",
                        true),
                ending(
                        "image never came and gone",
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .onRecord(1, Reason.IMAGE_PULL_FAILED),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "ImagePullFailed",
                        false),
                ending(
                        "finished, not stored yet",
                        aRunningRequest().job(SeenJob.End.COMPLETE).exitedPod(0),
                        "Unknown/Running",
                        "False/NotInterrupted",
                        "Exited",
                        true),
                ending(
                        "finished and stored",
                        stored(aRunningRequest()).job(SeenJob.End.COMPLETE).exitedPod(0),
                        "True/Completed",
                        "False/NotInterrupted",
                        "Completed",
                        true),
                ending(
                        "stored, then crashed",
                        stored(aRunningRequest()).job(SeenJob.End.FAILED).exitedPod(70),
                        "True/Completed",
                        "False/NotInterrupted",
                        "Completed",
                        true),
                ending(
                        "stored, Job gone before it was read",
                        stored(aRunningRequest()).noJob(),
                        "True/Completed",
                        "False/NotInterrupted",
                        "Completed",
                        false),
                ending(
                        "another token's Job has the name",
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .job(SeenJob.End.FAILED, 3, UID, JUST_NOW, false),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "FenceRejected",
                        false),
                ending(
                        "another owner's Job has the name",
                        aRequest()
                                .accepted()
                                .holding(1, TOKEN)
                                .job(SeenJob.End.NOT_YET, 3, "other", JUST_NOW, false),
                        "Unknown/Retrying",
                        "False/NotInterrupted",
                        "FenceRejected",
                        false));
    }

    private static Observations stored(Observations observations) {
        return observations.condition(Condition.RESULT_STORED, ConditionStatus.TRUE, Reason.STORED);
    }

    private static Arguments ending(
            String name,
            Observations observations,
            String succeeded,
            String interrupted,
            String reason,
            boolean charged) {
        return Arguments.of(name, observations, succeeded, interrupted, reason, charged);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void endsAnAttemptOnlyAfterALiveLook(
            String name,
            Observations observations,
            String succeeded,
            String interrupted,
            String reason,
            boolean charged) {
        assertThat(plan(observations).step()).isEqualTo(new Step.LookCloser());

        var plan = plan(observations.live());

        assertThat(says(plan, Condition.SUCCEEDED)).isEqualTo(succeeded);
        assertThat(says(plan, Condition.INTERRUPTED)).isEqualTo(interrupted);
        var attempt = plan.status().attempts().getLast();
        assertThat(attempt.reason()).isEqualTo(reason);
        assertThat(attempt.charged()).isEqualTo(charged);
        assertThat(attempt.endTime()).isNotNull();
        assertThat(plan.status().admission()).isNull();
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
        var plan = planner.next(seen, NOW);

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
