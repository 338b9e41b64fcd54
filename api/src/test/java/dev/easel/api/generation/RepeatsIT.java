package dev.easel.api.generation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RepeatsIT {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static TestingEasel easel;
    private static TestingGenerators generators;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void retriesWhatFailedAsItWasAskedFor() {
        var failed = failed("retried");
        var answer = repeat(failed, "retry");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.response().headers().firstValue("Location"))
                .hasValue("/api/v1/requests/" + answer.requestId());
        assertThat(answer.requestId()).isNotEqualTo(failed);
        var before = easel.request(failed).getSpec();
        var again = easel.request(answer.requestId()).getSpec();
        assertThat(again).isEqualTo(before);
        assertThat(requireNonNull(again.delivery()).discord())
                .isEqualTo(new Delivery.Discord("66", "77", null));
    }

    @Test
    void retriesWhatWasCancelledAlsoOnceTheResourceHasGone() {
        var id = generators.ask(wish("gone"));
        var before = easel.request(id).getSpec();
        easel.admin.resource(easel.request(id)).delete();
        TestingEasel.await().until(() -> status(id) == RequestStatus.FAILED);
        var again = easel.request(repeat(id, "retry").requestId()).getSpec();
        assertThat(again).isEqualTo(before);
    }

    @Test
    void retriesOnlyWhatEndedWithoutAResult() {
        var waiting = generators.ask(Ask.generate("waiting"));
        var refused = repeat(waiting, "retry");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("NotFinished");
        var made = made("made");
        assertThat(repeat(made, "retry").code()).isEqualTo("AlreadySucceeded");
        var unfit = generators.ask(Ask.refine("nothing-here"));
        TestingEasel.await().until(() -> status(unfit) == RequestStatus.FAILED);
        assertThat(repeat(unfit, "retry").status()).isEqualTo(202);
    }

    @Test
    void replaysTheVeryPictureForTheSameUserAndPostsItNowhere() {
        var made = made("replayed");
        var replay = repeat(made, "replay");
        assertThat(replay.status()).isEqualTo(202);
        var spec = easel.request(replay.requestId()).getSpec();
        assertThat(spec.action()).isEqualTo(Action.REPLAY);
        assertThat(spec.source()).isEqualTo(new Source(made.toString(), null));
        assertThat(spec.instruction()).isNull();
        assertThat(spec.delivery()).isNull();
        assertThat(spec.threadID()).isEqualTo("replayed");
        assertThat(spec.requester()).isEqualTo(new Requester(RequestSource.API, "g1", "u1", null));
        var order = generators.make(replay.requestId(), 1);
        assertThat(requireNonNull(order.previous()).settings().seed()).isEqualTo(42);
        var unmade = repeat(generators.ask(Ask.generate("unmade")), "replay");
        assertThat(unmade.status()).isEqualTo(409);
        assertThat(unmade.code()).isEqualTo("NoResult");
    }

    @Test
    void makesOneRequestOfARepeatedRetry() {
        var failed = failed("repeated");
        var once = repeat(failed, "retry", IDEMPOTENCY_KEY, "k1").requestId();
        assertThat(repeat(failed, "retry", IDEMPOTENCY_KEY, "k1").requestId()).isEqualTo(once);
        assertThat(repeat(failed, "retry", IDEMPOTENCY_KEY, "k2").requestId()).isNotEqualTo(once);
        var other = repeat(failed("other"), "retry", IDEMPOTENCY_KEY, "k1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("IdempotencyKeyReused");
        assertThat(repeat(failed, "retry", IDEMPOTENCY_KEY, "a b").status()).isEqualTo(400);
    }

    @Test
    void showsOtherTenantsAndReadersNothingToRepeat() {
        var failed = failed("foreign");
        for (var operation : Set.of("retry", "replay")) {
            var path = "/api/v1/requests/" + failed + "/" + operation;
            var foreign = easel.key(Set.of(Scope.GENERATE), "g2");
            assertThat(easel.post(path, foreign, "").status()).isEqualTo(404);
            var reader = easel.key(Set.of(Scope.READ), "g1");
            assertThat(easel.post(path, reader, "").status()).isEqualTo(403);
        }
    }

    @Test
    void tellsThatWhatAKeyMadeWasDeletedAndMakesItNotAnew() {
        var body = wish("deleted-key");
        var id = easel.post("/api/v1/generate", key, body, IDEMPOTENCY_KEY, "gone").requestId();
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "no");
        TestingEasel.await()
                .until(() -> easel.delete("/api/v1/requests/" + id, key).status() == 204);
        var repeated = easel.post("/api/v1/generate", key, body, IDEMPOTENCY_KEY, "gone");
        assertThat(repeated.status()).isEqualTo(410);
        assertThat(repeated.code()).isEqualTo("RequestDeleted");
    }

    @Test
    void answersARepeatedCancelLikeTheFirst() {
        var id = generators.ask(Ask.generate("cancelled"));
        var path = "/api/v1/requests/" + id + "/cancel";
        assertThat(easel.post(path, key, "", IDEMPOTENCY_KEY, "c").status()).isEqualTo(202);
        easel.conclude(id, ConditionStatus.FALSE, Reason.CANCELLED, "cancelled");
        TestingEasel.await().until(() -> status(id) == RequestStatus.FAILED);
        var repeated = easel.post(path, key, "", IDEMPOTENCY_KEY, "c");
        assertThat(repeated.status()).isEqualTo(202);
        assertThat(repeated.json().path("reason").asText()).isEqualTo(Reason.CANCELLED.word());
    }

    @Test
    void forgetsNothingThatCameAfterARepeatedReset() {
        made("reset");
        var path = "/api/v1/threads/reset/reset?guild_id=g1";
        var first = easel.post(path, key, "", IDEMPOTENCY_KEY, "r1");
        assertThat(first.json().path("generation_history")).isEmpty();
        made("reset");
        var repeated = easel.post(path, key, "", IDEMPOTENCY_KEY, "r1");
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.json().path("generation_history")).hasSize(1);
        var anew = easel.post(path, key, "", IDEMPOTENCY_KEY, "r2");
        assertThat(anew.json().path("generation_history")).isEmpty();
    }

    private static Map<String, Object> wish(String thread) {
        var body = new HashMap<>(Ask.generate(thread).body());
        body.put("web_research", true);
        body.put("locale", "ja");
        body.put("parameters", Map.of("steps", 7, "negative_prompt", ""));
        body.put("delivery", Map.of("discord", Map.of("channel_id", "66", "thread_id", "77")));
        return body;
    }

    private static UUID failed(String thread) {
        var id = generators.ask(wish(thread));
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "the renderer burnt");
        TestingEasel.await().until(() -> status(id) == RequestStatus.FAILED);
        return id;
    }

    private static UUID made(String thread) {
        var id = generators.made(Ask.generate(thread));
        easel.conclude(id, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        TestingEasel.await().until(() -> status(id) == RequestStatus.COMPLETED);
        return id;
    }

    private static RequestStatus status(UUID id) {
        return easel.get("/api/v1/requests/" + id, key).as(RequestDetail.class).status();
    }

    private static TestingEasel.Answer repeat(UUID id, String operation, String... headers) {
        return easel.post("/api/v1/requests/" + id + "/" + operation, key, "", headers);
    }
}
