package dev.easel.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final String TIME = "2026-01-02T03:04:05Z";

    @Test
    void fillsDefaultsOfASparseRequest() {
        var spec =
                Serialization.unmarshal("{\"instruction\":\"a cat\"}", GenerationRequestSpec.class);

        assertThat(spec.action()).isEqualTo(Action.GENERATE);
        assertThat(spec.research()).isEqualTo(Research.DISABLED);
        assertThat(spec.poolRef()).isEqualTo(PoolRef.DEFAULT);
        assertThat(spec.priority()).isZero();
        assertThat(spec.desiredState()).isEqualTo(DesiredState.ACTIVE);
        assertThat(spec.queueTimeoutSeconds()).isEqualTo(86_400);
        assertThat(spec.runTimeoutSeconds()).isEqualTo(900);
        assertThat(spec.maxAttempts()).isEqualTo(3);
        assertThat(spec.source()).isNull();
        assertThat(spec.ttlSecondsAfterFinished()).isNull();
    }

    @Test
    void leavesAbsentPartsOut() {
        assertThat(json(GenerationRequestStatus.EMPTY)).isEqualTo("{}");
        assertThat(json(GenerationPoolStatus.EMPTY)).isEqualTo("{}");
        assertThat(json(new Parameters.Lora("ink", null))).isEqualTo("{\"name\":\"ink\"}");
        assertThat(json(new Source("id", null))).isEqualTo("{\"requestID\":\"id\"}");
        assertThat(json(new Requester(null, null, "u", null))).isEqualTo("{\"userID\":\"u\"}");
        assertThat(json(new Delivery(null))).isEqualTo("{}");
        assertThat(json(new GenerationRequestStatus.JobRef("job", null)))
                .isEqualTo("{\"name\":\"job\"}");
    }

    @Test
    void keepsAnEmptyNegativePromptAndAnEmptyMessage() {
        var parameters = parameters("");
        var condition = condition("");

        assertThat(json(parameters)).contains("\"negativePrompt\":\"\"");
        assertThat(json(condition)).contains("\"message\":\"\"").doesNotContain("null");
    }

    @Test
    void keepsAWholeRequestOverARoundTrip() {
        var request = new GenerationRequest();
        request.setMetadata(new ObjectMetaBuilder().withName("cat").withNamespace("easel").build());
        request.setSpec(spec());
        request.setStatus(status());

        var read = Serialization.unmarshal(json(request), GenerationRequest.class);

        assertThat(read.getSpec()).isEqualTo(spec());
        assertThat(read.getStatus()).isEqualTo(status());
        assertThat(json(request)).doesNotContain("null").isEqualTo(json(read));
    }

    @Test
    void keepsAWholePoolOverARoundTrip() {
        var pool = new GenerationPool();
        pool.setMetadata(new ObjectMetaBuilder().withName("default").build());
        pool.setSpec(poolSpec());
        pool.setStatus(poolStatus());

        var read = Serialization.unmarshal(json(pool), GenerationPool.class);

        assertThat(read.getSpec()).isEqualTo(poolSpec());
        assertThat(read.getStatus()).isEqualTo(poolStatus());
        assertThat(json(pool)).doesNotContain("null").isEqualTo(json(read));
    }

    @Test
    void cutsAMessageThatTheSchemaWouldRefuse() {
        var condition = condition("x".repeat(Condition.MESSAGE_CHARS_MAX + 1));

        assertThat(condition.message()).hasSize(Condition.MESSAGE_CHARS_MAX).endsWith("…");
    }

    @Test
    void movesTheTransitionTimeWithTheStatusOnly() {
        var before = condition("waits");
        var later = Instant.parse("2026-01-02T04:00:00.5Z");

        var same =
                Condition.next(
                        before,
                        Condition.ADMITTED,
                        ConditionStatus.FALSE,
                        Reason.POOL_STOPPED,
                        "stopped",
                        2L,
                        later);
        var changed =
                Condition.next(
                        before,
                        Condition.ADMITTED,
                        ConditionStatus.TRUE,
                        Reason.SLOT_RESERVED,
                        "",
                        2L,
                        later);

        assertThat(same.lastTransitionTime()).isEqualTo(TIME);
        assertThat(changed.lastTransitionTime()).isEqualTo("2026-01-02T04:00:00Z");
    }

    private static String json(Object value) {
        return Serialization.asJson(value);
    }

    private static Condition condition(String message) {
        return new Condition(
                Condition.ADMITTED,
                ConditionStatus.FALSE,
                Reason.WAITING_FOR_SLOT.word(),
                message,
                TIME,
                null);
    }

    private static Parameters parameters(String negativePrompt) {
        return new Parameters(
                "a cat",
                negativePrompt,
                "sdxl",
                List.of(new Parameters.Lora("ink", "0.80")),
                20,
                "7.0",
                "Euler a",
                "Karras",
                4_294_967_295L,
                512,
                768,
                4);
    }

    private static GenerationRequestSpec spec() {
        return new GenerationRequestSpec(
                "猫",
                Action.VARY,
                new Source("6f1c1f0e-3a52-4f0e-9d0a-2f1b1f1f1f1f", 7),
                parameters("dog"),
                Research.ENABLED,
                "thread",
                new Requester(RequestSource.DISCORD, "guild", "user", "ja"),
                new Delivery(new Delivery.Discord("1", "2", "3")),
                new PoolRef("big"),
                5,
                DesiredState.SUSPENDED,
                60,
                70,
                2,
                0);
    }

    private static GenerationRequestStatus status() {
        return new GenerationRequestStatus(
                3L,
                List.of(condition("waits")),
                2,
                new GenerationRequestStatus.Admission("big", "gpu-0", 9L, TIME),
                new GenerationRequestStatus.JobRef("job", "uid"),
                List.of(
                        new GenerationRequestStatus.Attempt(
                                1, 8L, "gpu-0", "job-1", TIME, TIME, "PodEvicted", false)),
                TIME,
                TIME,
                new GenerationRequestStatus.Failure("RenderTimeout", "too slow", "id"),
                new GenerationRequestStatus.Progress(Phase.RENDERING, 40),
                new GenerationRequestStatus.Resolved("a cat", 1L, "sdxl"),
                List.of(new GenerationRequestStatus.Image(0, "ab".repeat(32), 1L, "key")),
                new GenerationRequestStatus.DeliveryRecord("4", List.of("5", "6")));
    }

    private static GenerationPoolSpec poolSpec() {
        return new GenerationPoolSpec(
                PoolState.DRAINING,
                List.of(new GenerationPoolSpec.Backend("gpu-0", "http://a", "http://o", "m")),
                Memory.SEPARATE,
                new GenerationPoolSpec.Generator(
                        "image:1",
                        new GenerationPoolSpec.Gpu("example.com/slot", 2),
                        Map.of("gpu", "yes"),
                        List.of(),
                        "nvidia",
                        null),
                new GenerationPoolSpec.FairShare(60, Map.of("guild", "2.5")),
                new GenerationPoolSpec.Timeouts(10, 20));
    }

    private static GenerationPoolStatus poolStatus() {
        return new GenerationPoolStatus(
                1L,
                List.of(
                        new GenerationPoolStatus.Slot("gpu-0", "uid", "cat", 1, 9L, TIME),
                        new GenerationPoolStatus.Slot("gpu-1", null, null, null, null, null)),
                9L,
                List.of(new GenerationPoolStatus.Usage("guild", "user", "40.5", TIME)),
                List.of(condition("waits")));
    }
}
