package dev.easel.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.request.Instruction;
import dev.easel.bot.request.NewRequest;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
    @Test
    void followsWhatIsNotFinished() {
        assertThat(Step.of(request())).isInstanceOf(Step.Follow.class);
        assertThat(Step.of(request(succeeded(ConditionStatus.UNKNOWN, Reason.RUNNING))))
                .isInstanceOf(Step.Follow.class);
    }

    @Test
    void postsWhatIsFinishedByItsOutcome() {
        assertThat(Step.of(request(succeeded(ConditionStatus.TRUE, Reason.COMPLETED))))
                .isInstanceOf(Step.PostResult.class);
        assertThat(Step.of(request(succeeded(ConditionStatus.FALSE, Reason.RUN_TIMEOUT))))
                .isInstanceOf(Step.PostFailure.class);
        assertThat(Step.of(request(succeeded(ConditionStatus.FALSE, Reason.CANCELLED))))
                .isInstanceOf(Step.CloseCard.class);
    }

    @Test
    void postsAStoredResultBeforeItsGeneratorHasEnded() {
        var stored = condition(Condition.RESULT_STORED, ConditionStatus.TRUE, Reason.STORED);
        var running = succeeded(ConditionStatus.UNKNOWN, Reason.RUNNING);

        assertThat(Step.of(request(running))).isInstanceOf(Step.Follow.class);
        assertThat(Step.of(request(running, stored))).isInstanceOf(Step.PostResult.class);
        assertThat(Step.of(request(succeeded(ConditionStatus.FALSE, Reason.CANCELLED), stored)))
                .isInstanceOf(Step.CloseCard.class);
    }

    @Test
    void leavesAloneWhatIsDeliveredOrHasNoTargetAnyMore() {
        var done = succeeded(ConditionStatus.TRUE, Reason.COMPLETED);

        assertThat(Step.of(request(done, delivered(ConditionStatus.TRUE, Reason.POSTED))))
                .isInstanceOf(Step.Ignore.class);
        assertThat(Step.of(request(done, delivered(ConditionStatus.FALSE, Reason.TARGET_GONE))))
                .isInstanceOf(Step.Ignore.class);
        assertThat(Step.of(request(done, delivered(ConditionStatus.FALSE, Reason.NOT_FOUND))))
                .isInstanceOf(Step.Ignore.class);
        assertThat(Step.of(request(done, delivered(ConditionStatus.FALSE, Reason.RATE_LIMITED))))
                .isInstanceOf(Step.PostResult.class);
    }

    private static Condition succeeded(ConditionStatus status, Reason reason) {
        return condition(Condition.SUCCEEDED, status, reason);
    }

    private static Condition delivered(ConditionStatus status, Reason reason) {
        return condition(Condition.DELIVERED, status, reason);
    }

    private static Condition condition(String type, ConditionStatus status, Reason reason) {
        return Condition.next(
                null, type, status, reason, "", 1L, Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static GenerationRequest request(Condition... conditions) {
        var origin = new NewRequest.Origin("1", "2", "3", "ja", "4", "5");
        var request =
                NewRequest.generate(
                        "easel",
                        "default",
                        origin,
                        new Instruction("a cat", Instruction.Wishes.NONE),
                        false);
        request.setStatus(
                new GenerationRequestStatus(
                        1L,
                        List.of(conditions),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null));
        return request;
    }
}
