package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.TestingEasel.Answer;
import dev.easel.api.http.LimitsConfig;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.client.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsIT {
    private static final int BURST = 20;
    private static final int PROBES = 2;
    private static final int WAITING = 3;
    private static TestingEasel easel;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setLimits(
                new LimitsConfig(
                        List.of(), 6000, 1, BURST, PROBES, WAITING, Duration.ofSeconds(30)));
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void refusesCallsBeyondTheRateOfAKeyAndOfNoOther() {
        var key = easel.key(Set.of(Scope.READ), null);
        Answer answer = easel.get("/api/v1/requests", key);
        // A bucket that refills once a second cannot keep up with calls one after the other.
        for (int i = 0; i < 10 * BURST && answer.status() == 200; i++) {
            answer = easel.get("/api/v1/requests", key);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.as(Problem.class).params()).containsEntry("limit", "requests_per_second");
        assertThat(answer.response().headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        var other = easel.key(Set.of(Scope.READ), null);
        assertThat(easel.get("/api/v1/requests", other).status()).isEqualTo(200);
    }

    @Test
    void refusesProbesOfBackEndsSooner() {
        var key = easel.key(Set.of(Scope.READ), null);
        for (int i = 0; i < PROBES; i++) {
            assertThat(easel.get("/api/v1/backends", key).status()).isEqualTo(200);
        }
        var refused = easel.get("/api/v1/backends", key);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.as(Problem.class).params())
                .containsEntry("limit", "backend_probes_per_minute");
        assertThat(easel.get("/api/v1/requests", key).status()).isEqualTo(200);
    }

    @Test
    void refusesOneMoreWaitingRequestOfAUserThroughWhicheverDoor() {
        var key = easel.key(Set.of(Scope.READ, Scope.GENERATE), null);
        var first = request(key, "asker");
        accepted(first);
        accepted(request(key, "asker"));
        accepted(easel.create("asker-kubectl", spec("guild-1", "asker")).getMetadata().getUid());

        var refused = UUID.fromString(request(key, "asker"));
        var condition = easel.awaitCondition(refused, Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(condition.reason()).isEqualTo(Reason.USER_LIMIT_EXCEEDED.word());
        TestingEasel.await()
                .untilAsserted(() -> {
                    var shown = easel.get("/api/v1/requests/" + refused, key).json();
                    assertThat(shown.path("status").asText()).isEqualTo("failed");
                    assertThat(shown.at("/progress/params/bound_max").asText())
                            .isEqualTo(String.valueOf(WAITING));
                });
        refused(easel.create("one-more", spec("guild-1", "asker")).getMetadata().getUid());

        accepted(request(key, "another"));
        accepted(easel.create("same-name", spec("guild-2", "asker")).getMetadata().getUid());

        easel.post("/api/v1/requests/" + first + "/cancel", key, "");
        TestingEasel.await()
                .untilAsserted(() ->
                        assertThat(easel.request(UUID.fromString(first)).getSpec().desiredState())
                                .isEqualTo(DesiredState.CANCELLED));
        TestingEasel.await().until(() -> isAccepted(request(key, "asker")));
    }

    @Test
    void countsNobodysRequestsNot() {
        for (int i = 0; i < WAITING + 2; i++) {
            accepted(easel.create("nobody-" + i, spec("guild-1", null)).getMetadata().getUid());
        }
    }

    @Test
    void letsNotOneTooManyInWhenAllComeAtOnce() throws Exception {
        var key = easel.key(Set.of(Scope.READ, Scope.GENERATE), null);
        var calls = new ArrayList<Callable<String>>();
        for (int i = 0; i < 3 * WAITING; i++) {
            calls.add(() -> request(key, "hasty"));
        }
        var accepted = 0;
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            for (var call : threads.invokeAll(calls)) {
                accepted += isAccepted(call.get()) ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(WAITING);
    }

    private static String request(String key, String user) {
        var answer =
                easel.post(
                        "/api/v1/generate",
                        key,
                        Map.of(
                                "guild_id",
                                "guild-1",
                                "user_id",
                                user,
                                "thread_id",
                                UUID.randomUUID().toString(),
                                "instruction",
                                "a cat in the rain"));
        assertThat(answer.status()).isEqualTo(202);
        return answer.requestId().toString();
    }

    private static GenerationRequestSpec spec(String tenant, @Nullable String user) {
        return new GenerationRequestSpec(
                "a cat in the rain",
                Action.GENERATE,
                null,
                null,
                Research.DISABLED,
                null,
                new Requester(RequestSource.KUBECTL, tenant, user, null),
                null,
                new PoolRef("default"),
                0,
                DesiredState.ACTIVE,
                GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                null);
    }

    private static void accepted(String uid) {
        easel.awaitCondition(UUID.fromString(uid), Condition.ACCEPTED, ConditionStatus.TRUE);
    }

    private static void refused(String uid) {
        easel.awaitCondition(UUID.fromString(uid), Condition.ACCEPTED, ConditionStatus.FALSE);
    }

    private static boolean isAccepted(String uid) {
        var id = UUID.fromString(uid);
        TestingEasel.await()
                .until(() ->
                        easel.status(id)
                                .condition(Condition.ACCEPTED)
                                .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                                .isPresent());
        return easel.status(id)
                .condition(Condition.ACCEPTED)
                .filter(c -> c.status() == ConditionStatus.TRUE)
                .isPresent();
    }
}
