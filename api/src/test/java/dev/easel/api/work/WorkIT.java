package dev.easel.api.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.Provenance;
import dev.easel.protocol.work.ResultReceipt;
import dev.easel.protocol.work.WorkOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkIT {
    private static TestingEasel easel;
    private static long slotToken;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void carriesARequestFromTheFirstCallToItsPictures() throws IOException {
        var id = generate("和風サイバーパンクの女性");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var token = ++slotToken;
        var pod = easel.admit(id, 1, token);
        var generator = new GeneratorDouble(easel, easel.token("easel-generator", pod), id, 1);

        var order = generator.claim(token).as(WorkOrder.class);
        assertThat(order.instruction()).isEqualTo("和風サイバーパンクの女性");
        assertThat(order.backend().name()).isEqualTo("gpu-0");
        assertThat(order.backend().ollamaModel()).isEqualTo("test-model:1b");
        assertThat(order.parameters().steps().value()).isEqualTo(20);
        assertThat(order.parameters().steps().from()).isEqualTo(Provenance.INSTALLATION);
        assertThat(order.parameters().width().value()).isEqualTo(64);
        assertThat(order.parameters().width().from()).isEqualTo(Provenance.REQUEST);
        assertThat(generator.claim(token).as(WorkOrder.class)).isEqualTo(order);

        assertThat(generator.progress(Phase.COMPOSING, 10).status()).isEqualTo(204);
        assertThat(generator.progress(Phase.RENDERING, 40).status()).isEqualTo(204);
        TestingEasel.await()
                .untilAsserted(() ->
                        assertThat(easel.status(id).progress())
                                .isEqualTo(
                                        new GenerationRequestStatus.Progress(
                                                dev.easel.crds.v1alpha1.Phase.RENDERING, 40)));

        var pngs = List.of(GeneratorDouble.png(1), GeneratorDouble.png(2));
        assertThat(generator.upload(0, pngs.get(0)).status()).isEqualTo(200);
        assertThat(generator.result(GeneratorDouble.report(pngs)).code()).isEqualTo("ImageMissing");
        assertThat(generator.upload(1, pngs.get(1)).status()).isEqualTo(200);
        assertThat(generator.upload(1, pngs.get(1)).status()).isEqualTo(200);
        var receipt = generator.result(GeneratorDouble.report(pngs)).as(ResultReceipt.class);
        assertThat(generator.result(GeneratorDouble.report(pngs)).as(ResultReceipt.class))
                .isEqualTo(receipt);

        var stored = easel.awaitCondition(id, Condition.RESULT_STORED, ConditionStatus.TRUE);
        assertThat(stored.reason()).isEqualTo(Reason.STORED.word());
        var status = easel.status(id);
        assertThat(status.images()).hasSize(2);
        assertThat(status.images().get(1).sha256()).isEqualTo(GeneratorDouble.sha256(pngs.get(1)));
        assertThat(status.resolved()).extracting(r -> r.seed()).isEqualTo(42L);
        assertThat(status.condition(Condition.ACCEPTED).orElseThrow().status())
                .isEqualTo(ConditionStatus.TRUE);

        easel.conclude(id, ConditionStatus.TRUE, Reason.COMPLETED, "4 images");
        var detail = awaitStatus(id, RequestStatus.COMPLETED);
        var metadata = Objects.requireNonNull(detail.metadata());
        assertThat(metadata.metadataId()).isEqualTo(receipt.resultId());
        assertThat(metadata.prompt()).isEqualTo("a cat, 和風");
        assertThat(detail.notices()).containsExactly("The sampler was changed.");
        assertThat(detail.progress().percent()).isEqualTo(100);
        var image = easel.get(detail.images().get(1).filePath(), easel.adminKey.value());
        assertThat(image.response().body()).isEqualTo(pngs.get(1));
        var tag = image.response().headers().firstValue("ETag").orElseThrow();
        assertThat(
                        easel.get(
                                        detail.images().get(1).filePath(),
                                        easel.adminKey.value(),
                                        "If-None-Match",
                                        tag)
                                .status())
                .isEqualTo(304);
        try (var files = Files.walk(easel.images())) {
            assertThat(files.filter(p -> p.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void refusesASecondPodOfTheSameAttempt() {
        var id = generate("a cat");
        var token = ++slotToken;
        var first = easel.admit(id, 1, token);
        var second = easel.createPod("second-" + token, id, 1, token);
        assertThat(generator(id, 1, first).claim(token).status()).isEqualTo(200);
        var refused = generator(id, 1, second).claim(token);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("FenceRejected");
    }

    @Test
    void retiresAClaimWhenALaterAttemptClaims() {
        var id = generate("a dog");
        var token = ++slotToken;
        var zombie = generator(id, 1, easel.admit(id, 1, token));
        assertThat(zombie.claim(token).status()).isEqualTo(200);
        var later = ++slotToken;
        var successor = generator(id, 2, easel.admit(id, 2, later));
        assertThat(successor.claim(later).status()).isEqualTo(200);
        for (var refused :
                List.of(
                        zombie.progress(Phase.RENDERING, 50),
                        zombie.upload(0, GeneratorDouble.png(3)),
                        zombie.result(GeneratorDouble.report(List.of(GeneratorDouble.png(3)))),
                        zombie.failure("RendererError", "too late"),
                        zombie.claim(token))) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("FenceRejected");
        }
        assertThat(successor.progress(Phase.RENDERING, 50).status()).isEqualTo(204);
    }

    @Test
    void retiresTheClaimOfAnotherRequestThatHeldTheSlotBefore() {
        var before = generate("first in the slot");
        var token = ++slotToken;
        var zombie = generator(before, 1, easel.admit(before, 1, token));
        assertThat(zombie.claim(token).status()).isEqualTo(200);
        var next = generate("next in the slot");
        var later = ++slotToken;
        assertThat(generator(next, 1, easel.admit(next, 1, later)).claim(later).status())
                .isEqualTo(200);
        assertThat(zombie.progress(Phase.RENDERING, 50).code()).isEqualTo("FenceRejected");
    }

    @Test
    void claimsOneSlotForOneRequestAtATime() {
        var id = generate("waits for the slot");
        var token = ++slotToken;
        var generator = generator(id, 1, easel.admit(id, 1, token));
        var pool =
                easel.admin
                        .resources(GenerationPool.class)
                        .inNamespace(easel.namespace)
                        .withName("default")
                        .get();
        try (var database = easel.openDatabase();
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var claim =
                    database.jdbi()
                            .inTransaction(handle -> {
                                handle.execute(
                                        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                                        pool.getMetadata().getUid() + "/gpu-0");
                                var underWay = executor.submit(() -> generator.claim(token));
                                TestingEasel.await().until(() -> waitsForALock(database));
                                assertThat(underWay.isDone()).isFalse();
                                return underWay;
                            });
            TestingEasel.await().until(claim::isDone);
            assertThat(claim.resultNow().status()).isEqualTo(200);
        }
    }

    private static boolean waitsForALock(Database database) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT EXISTS (SELECT 1 FROM pg_locks l
                                          JOIN pg_database d ON d.oid = l.database
                                          WHERE d.datname = current_database()
                                            AND l.locktype = 'advisory' AND NOT l.granted)
                                        """)
                                .mapTo(Boolean.class)
                                .one());
    }

    @Test
    void refusesAPodWhoseRequestHoldsNoSlotUnderItsToken() {
        var id = generate("no slot");
        var token = ++slotToken;
        easel.admit(id, 1, token);
        var stale = easel.createPod("stale-" + token, id, 1, token - 1);
        var refused = generator(id, 1, stale).claim(token - 1);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("FenceRejected");
    }

    @Test
    void refusesAPodThatWasMadeForAnotherRequest() {
        var id = generate("mine");
        var token = ++slotToken;
        easel.admit(id, 1, token);
        var foreign = easel.createPod("foreign-" + token, UUID.randomUUID(), 1, token);
        assertThat(generator(id, 1, foreign).claim(token).status()).isEqualTo(403);
    }

    @Test
    void answersGoneOnceTheRequestIsCancelled() {
        var id = generate("never mind");
        var token = ++slotToken;
        var generator = generator(id, 1, easel.admit(id, 1, token));
        assertThat(generator.claim(token).status()).isEqualTo(200);
        var cancelled =
                easel.post("/api/v1/requests/" + id + "/cancel", easel.adminKey.value(), "");
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(easel.request(id).getSpec().desiredState().name()).isEqualTo("CANCELLED");
        var refused = generator.progress(Phase.RENDERING, 50);
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.code()).isEqualTo("Cancelled");
        assertThat(generator.claim(token).status()).isEqualTo(410);
    }

    @Test
    void refusesTokensOfAnotherAudienceAccountOrWithoutAPod() {
        var id = generate("whose token");
        var token = ++slotToken;
        var pod = easel.admit(id, 1, token);
        assertThat(claimWith(id, "nonsense", token)).isEqualTo(401);
        assertThat(claimWith(id, "", token)).isEqualTo(401);
        assertThat(
                        claimWith(
                                id,
                                easel.token(
                                        "easel-generator",
                                        List.of("https://kubernetes.default.svc")),
                                token))
                .isEqualTo(401);
        assertThat(claimWith(id, easel.token("stranger", List.of("easel-api")), token))
                .isEqualTo(403);
        assertThat(claimWith(id, easel.token("easel-bot", List.of("easel-api")), token))
                .isEqualTo(403);
        assertThat(claimWith(id, easel.token("easel-generator", List.of("easel-api")), token))
                .isEqualTo(403);
        assertThat(claimWith(id, easel.adminKey.value(), token)).isEqualTo(403);
        var generatorToken = easel.token("easel-generator", pod);
        assertThat(easel.get("/api/v1/requests/" + id, generatorToken).status()).isEqualTo(403);
        assertThat(claimWith(id, generatorToken, token)).isEqualTo(200);
    }

    @Test
    void refusesImagesThatAreNotWhatTheySay() {
        var id = generate("bad images");
        var token = ++slotToken;
        var generator = generator(id, 1, easel.admit(id, 1, token));
        assertThat(generator.claim(token).status()).isEqualTo(200);
        assertThat(generator.upload(0, GeneratorDouble.png(1), "0".repeat(64)).code())
                .isEqualTo("InvalidImage");
        assertThat(generator.upload(0, "not a picture at all, only text".getBytes(UTF_8)).code())
                .isEqualTo("InvalidImage");
        assertThat(generator.upload(8, GeneratorDouble.png(1)).status()).isEqualTo(400);
    }

    @Test
    void goesOnAfterARestartInMidRender() throws IOException {
        var id = generate("kill me");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var token = ++slotToken;
        var generator = generator(id, 1, easel.admit(id, 1, token));
        assertThat(generator.claim(token).status()).isEqualTo(200);
        var png = GeneratorDouble.png(9);
        assertThat(generator.upload(0, png).status()).isEqualTo(200);
        easel.stopApi();
        easel.startApi();
        assertThat(generator.progress(Phase.RENDERING, 90).status()).isEqualTo(204);
        assertThat(generator.result(GeneratorDouble.report(List.of(png))).status()).isEqualTo(200);
        easel.awaitCondition(id, Condition.RESULT_STORED, ConditionStatus.TRUE);
    }

    @Test
    void writesTheStatusOnceTheApiServerAllowsItAgain() {
        var id = generate("no permission");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        var token = ++slotToken;
        var generator = generator(id, 1, easel.admit(id, 1, token));
        assertThat(generator.claim(token).status()).isEqualTo(200);
        easel.revokeStatusWrites();
        var png = GeneratorDouble.png(5);
        assertThat(generator.upload(0, png).status()).isEqualTo(200);
        assertThat(generator.result(GeneratorDouble.report(List.of(png))).status()).isEqualTo(200);
        TestingEasel.await()
                .until(() ->
                        easel.metrics()
                                .contains("easel_api_status_writes_total{outcome=\"refused\"}"));
        assertThat(easel.status(id).images()).isEmpty();
        easel.allowStatusWrites();
        easel.awaitCondition(id, Condition.RESULT_STORED, ConditionStatus.TRUE);
    }

    private static int claimWith(UUID id, String credential, long token) {
        return easel.post(
                        "/internal/v1/requests/" + id + "/attempts/1/claim",
                        credential,
                        Map.of("slotToken", token))
                .status();
    }

    private static GeneratorDouble generator(
            UUID id, int attempt, io.fabric8.kubernetes.api.model.Pod pod) {
        return new GeneratorDouble(easel, easel.token("easel-generator", pod), id, attempt);
    }

    private static UUID generate(String instruction) {
        var answer =
                easel.post(
                        "/api/v1/generate",
                        easel.adminKey.value(),
                        Map.of(
                                "guild_id", "g1",
                                "user_id", "u1",
                                "thread_id", "t1",
                                "instruction", instruction,
                                "parameters", Map.of("width", 64, "height", 64)));
        assertThat(answer.status()).isEqualTo(202);
        return answer.requestId();
    }

    private static RequestDetail awaitStatus(UUID id, RequestStatus status) {
        TestingEasel.await().until(() -> detail(id).status() == status);
        return detail(id);
    }

    private static RequestDetail detail(UUID id) {
        return easel.get("/api/v1/requests/" + id, easel.adminKey.value()).as(RequestDetail.class);
    }
}
