package dev.easel.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Image;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Progress;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Resolved;
import dev.easel.crds.v1alpha1.Phase;
import dev.easel.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiStatusTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final ApiStatus.Verdict VALID =
            new ApiStatus.Verdict(
                    ConditionStatus.TRUE, "Valid", "fine", CREATED.plusMillis(1500), Map.of());

    @Test
    void holdsBothConditionsFromTheFirstWriteOn() {
        var status = ApiStatus.of(new ApiStatus.Known(1, CREATED, VALID, null, null));
        assertThat(status.condition(Condition.ACCEPTED))
                .contains(
                        new Condition(
                                "Accepted",
                                ConditionStatus.TRUE,
                                "Valid",
                                "fine",
                                "2026-01-01T00:00:01Z",
                                1L));
        assertThat(status.condition(Condition.RESULT_STORED).orElseThrow().status())
                .isEqualTo(ConditionStatus.UNKNOWN);
    }

    @Test
    void leavesOthersFieldsOutOfTheJson() throws JsonProcessingException {
        var json =
                Json.mapper()
                        .readTree(
                                Json.mapper()
                                        .writeValueAsString(
                                                ApiStatus.of(
                                                        new ApiStatus.Known(
                                                                1,
                                                                CREATED,
                                                                VALID,
                                                                new Progress(Phase.RENDERING, 40),
                                                                null))));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("conditions", "progress");
    }

    @Test
    void showsTheResultAndThatItIsFinished() {
        var result =
                new ApiStatus.Result(
                        new Resolved("a cat", 42L, "dreamlike"),
                        List.of(new Image(0, "0".repeat(64), 10L, "a/b.png")),
                        CREATED.plusSeconds(60));
        var status =
                ApiStatus.of(
                        new ApiStatus.Known(
                                1, CREATED, VALID, new Progress(Phase.RENDERING, 40), result));
        assertThat(status.progress()).isEqualTo(new Progress(Phase.FINISHED, 100));
        assertThat(status.images()).hasSize(1);
        assertThat(status.condition(Condition.RESULT_STORED).orElseThrow().lastTransitionTime())
                .isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void waitsLongerAfterEachRefusalUpToHalfAMinute() {
        assertThat(Outbox.backoffMillis(0, 0)).isEqualTo(250);
        assertThat(Outbox.backoffMillis(3, 0)).isEqualTo(2000);
        assertThat(Outbox.backoffMillis(3, 1)).isEqualTo(1500);
        assertThat(Outbox.backoffMillis(1000, 0)).isEqualTo(30_000);
    }
}
