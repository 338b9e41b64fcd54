package dev.easel.operator.request;

import static dev.easel.operator.request.Observations.TOKEN;
import static dev.easel.operator.request.Observations.UID;
import static dev.easel.operator.request.Observations.aRequest;
import static dev.easel.operator.request.Observations.aRunningRequest;
import static dev.easel.operator.request.Plans.JUST_NOW;
import static dev.easel.operator.request.Plans.plan;
import static dev.easel.operator.request.Plans.says;
import static dev.easel.operator.request.Plans.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.launch.SeenJob;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the planner ends an attempt, cause by cause. */
class EndingsTest {
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
}
