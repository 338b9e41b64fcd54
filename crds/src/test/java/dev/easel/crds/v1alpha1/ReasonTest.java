package dev.easel.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Succeeded      | TRUE    | Completed
                    Succeeded      | FALSE   | GenerationFailed AttemptsExhausted Cancelled QueueTimeout RunTimeout Rejected
                    Succeeded      | UNKNOWN | Pending Suspended Running Retrying Cancelling
                    Accepted       | TRUE    | Valid Unchecked
                    Accepted       | FALSE   | PoolNotFound SourceNotFound ModelNotFound LoraNotFound PolicyDenied UserLimitExceeded
                    Accepted       | UNKNOWN | NotChecked
                    Admitted       | TRUE    | SlotReserved
                    Admitted       | FALSE   | WaitingForSlot PoolStopped BackendDown Suspended BackoffPending Finished
                    Admitted       | UNKNOWN | NotEvaluated
                    GeneratorReady | TRUE    | Running
                    GeneratorReady | FALSE   | PodPending Unschedulable ImagePullFailed FenceRejected Exited
                    GeneratorReady | UNKNOWN | NodeLost
                    ResultStored   | TRUE    | Stored
                    ResultStored   | FALSE   | StoreFailed NoResult
                    ResultStored   | UNKNOWN | NotFinished
                    Delivered      | TRUE    | Posted NotRequested
                    Delivered      | FALSE   | RateLimited TargetGone NotFound PermissionMissing ThreadLocked ContentBlocked AgeRestrictionMissing DiscordTokenInvalid DeliveryFailed
                    Delivered      | UNKNOWN | NotAttempted
                    Interrupted    | TRUE    | NodeLost PodEvicted OutOfMemory BackendUnavailable Preempted
                    Interrupted    | FALSE   | NotInterrupted
                    Ready          | TRUE    | Ready
                    Ready          | FALSE   | PoolStopped PoolDraining BackendDown ImagePullFailed ApiUnavailable DatabaseUnavailable
                    BackendAvailable | TRUE  | Available
                    BackendAvailable | FALSE | BackendDown RendererUnavailable LanguageModelUnavailable
                    """)
    void hasEveryReasonOfEveryCondition(String type, ConditionStatus status, String words) {
        assertThat(words.split(" "))
                .allSatisfy(word ->
                        assertThat(Reason.of(word))
                                .as(word)
                                .hasValueSatisfying(
                                        reason -> assertThat(reason.fits(type, status)).isTrue()));
    }

    @Test
    void givesEachConditionAReasonBeforeAnythingIsKnown() {
        assertThat(
                        Stream.of(
                                Reason.PENDING,
                                Reason.NOT_CHECKED,
                                Reason.NOT_EVALUATED,
                                Reason.NOT_FINISHED,
                                Reason.NOT_ATTEMPTED))
                .allSatisfy(reason ->
                        assertThat(reason.uses())
                                .extracting(Reason.Use::status)
                                .containsOnly(ConditionStatus.UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void isOneWordInPascalCase(Reason reason) {
        assertThat(reason.word()).matches("([A-Z][a-z]+)+").hasSizeLessThanOrEqualTo(64);
        assertThat(Reason.of(reason.word())).contains(reason);
        assertThat(reason).hasToString(reason.word());
    }

    @Test
    void hasNoWordTwice() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::word)).doesNotHaveDuplicates();
    }

    @Test
    void knowsNoOtherWords() {
        assertThat(Reason.of("Sad")).isEmpty();
        assertThat(Reason.RENDER_TIMEOUT.conditions()).isEmpty();
        assertThat(Reason.SUSPENDED.conditions())
                .containsExactlyInAnyOrder(Condition.SUCCEEDED, Condition.ADMITTED);
    }
}
