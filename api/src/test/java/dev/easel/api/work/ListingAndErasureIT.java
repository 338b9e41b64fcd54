package dev.easel.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.client.RequestPage.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListingAndErasureIT {
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
    void pagesThroughEveryRequestOnceNewestFirst() {
        var asked = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            asked.add(ask("pages", "u" + i % 2, "picture " + i));
        }
        var seen = new ArrayList<Summary>();
        @Nullable String cursor = null;
        do {
            var page =
                    list(
                            "?guild_id=pages&limit=2" + (cursor == null ? "" : "&cursor=" + cursor),
                            key);
            assertThat(page.requests()).hasSizeLessThanOrEqualTo(2);
            seen.addAll(page.requests());
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).extracting(Summary::requestId).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(seen)
                .extracting(Summary::createdAt)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(list("?guild_id=pages&user_id=u1", key).requests()).hasSize(2);
        assertThat(list("?guild_id=pages&text=PICTURE%203", key).requests())
                .extracting(Summary::requestId)
                .containsExactly(asked.get(3));
        assertThat(list("?guild_id=pages&text=%25", key).requests()).isEmpty();
        assertThat(list("?guild_id=pages&since=2999-01-01T00:00:00Z", key).requests()).isEmpty();
        assertThat(list("?guild_id=pages&until=2999-01-01T00:00:00Z", key).requests()).hasSize(5);
    }

    @Test
    void showsAKeyOfAGuildThatGuildAlone() {
        var mine = ask("mine", "u", "a cat");
        ask("theirs", "u", "a cat");
        var fixed = easel.key(Set.of(Scope.READ), "mine");
        assertThat(list("", fixed).requests()).extracting(Summary::requestId).containsExactly(mine);
        assertThat(list("?guild_id=theirs", fixed).requests()).isEmpty();
    }

    @Test
    void findsByWhatWasMade() {
        var made = generators.made(Ask.generate("found"));
        var detail = easel.get("/api/v1/requests/" + made, key).as(RequestDetail.class);
        var metadata = Objects.requireNonNull(detail.metadata());
        var model = metadata.modelName();
        var row = list("?thread_id=found&model=" + model, key).requests().getFirst();
        assertThat(row.requestId()).isEqualTo(made);
        assertThat(row.prompt()).isEqualTo(metadata.prompt());
        assertThat(row.seed()).isEqualTo(metadata.seed());
        assertThat(row.images()).isEqualTo(detail.images()).isNotEmpty();
        assertThat(list("?thread_id=found&model=another", key).requests()).isEmpty();
        assertThat(list("?thread_id=found&lora=none-such", key).requests()).isEmpty();
        assertThat(list("?thread_id=found&action=Vary", key).requests()).isEmpty();
        assertThat(list("?thread_id=found&action=Generate", key).requests()).hasSize(1);
        assertThat(list("?thread_id=found&status=failed", key).requests()).isEmpty();
    }

    @Test
    void refusesFiltersThatMeanNothing() {
        for (var query :
                Map.of(
                                "limit=0",
                                "OutOfRange",
                                "limit=101",
                                "OutOfRange",
                                "limit=x",
                                "OutOfRange",
                                "cursor=x",
                                "InvalidField",
                                "status=done",
                                "NotAChoice",
                                "action=paint",
                                "NotAChoice",
                                "since=yesterday",
                                "WrongType",
                                "since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z",
                                "InvalidField",
                                "text=" + "x".repeat(201),
                                "TooLong")
                        .entrySet()) {
            var refused = easel.get("/api/v1/requests?" + query.getKey(), key);
            assertThat(refused.status()).as(query.getKey()).isEqualTo(400);
            assertThat(refused.code()).as(query.getKey()).isEqualTo(query.getValue());
        }
    }

    @Test
    void deletesAFinishedRequestWithItsPictures() throws IOException {
        var earlier = generators.made(Ask.generate("deleted"));
        easel.conclude(earlier, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        var made = generators.made(Ask.generate("deleted"));
        assertThat(delete(made, key)).isEqualTo(409);
        easel.conclude(made, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        TestingEasel.await()
                .until(() ->
                        list("?thread_id=deleted&status=completed", key).requests().size() == 2);
        assertThat(filesOf(made)).isNotEmpty();
        var name = easel.request(made).getMetadata().getName();

        assertThat(delete(made, easel.key(Set.of(Scope.GENERATE), "g2"))).isEqualTo(404);
        assertThat(delete(made, easel.key(Set.of(Scope.READ), "g1"))).isEqualTo(403);
        assertThat(delete(made, easel.key(Set.of(Scope.GENERATE), "g1"))).isEqualTo(204);

        assertThat(delete(made, key)).isEqualTo(404);
        assertThat(easel.get("/api/v1/requests/" + made, key).status()).isEqualTo(404);
        assertThat(easel.get("/api/v1/requests/" + made + "/images/0", key).status())
                .isEqualTo(404);
        assertThat(filesOf(made)).isEmpty();
        assertThat(filesOf(earlier)).isNotEmpty();
        assertThat(
                        easel.admin
                                .resources(GenerationRequest.class)
                                .inNamespace(easel.namespace)
                                .withName(name)
                                .get())
                .isNull();
        assertThat(list("?thread_id=deleted", key).requests())
                .extracting(Summary::requestId)
                .containsExactly(earlier);
        var context = easel.get("/api/v1/threads/deleted/context?guild_id=g1", key).json();
        assertThat(context.path("generation_history")).hasSize(1);

        var refined = generators.ask(Ask.refine("deleted").from(made));
        var refused = easel.awaitCondition(refined, Condition.ACCEPTED, ConditionStatus.FALSE);
        assertThat(refused.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND.word());
        assertThat(refused.message()).contains("was deleted");
        assertThat(easel.status(refined).refusal()).containsEntry("case", "deleted");
    }

    @Test
    void keepsWhatWasDeletedDeletedWhenTheResourceIsSeenAgain() {
        var id = ask("late", "u", "a secret wish");
        var seen = easel.request(id);
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "no");
        TestingEasel.await().until(() -> delete(id, key) == 204);
        try (var database = easel.openDatabase()) {
            seen.getMetadata().setResourceVersion("999999999");
            new dev.easel.api.generation.Requests(database.jdbi()).mirror(seen);
            var left =
                    database.jdbi()
                            .withHandle(handle ->
                                    handle.createQuery(
                                                    "SELECT r::text FROM generation_request r"
                                                            + " WHERE request_uid = :id")
                                            .bind("id", id)
                                            .mapTo(String.class)
                                            .one());
            assertThat(left).doesNotContain("secret");
        }
        assertThat(easel.get("/api/v1/requests/" + id, key).status()).isEqualTo(404);
    }

    private static List<java.nio.file.Path> filesOf(UUID request) throws IOException {
        try (var files = Files.walk(easel.images())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(request.toString()))
                    .toList();
        }
    }

    private static int delete(UUID request, String credential) {
        return easel.delete("/api/v1/requests/" + request, credential).status();
    }

    private static RequestPage list(String query, String credential) {
        var answer = easel.get("/api/v1/requests" + query, credential);
        assertThat(answer.status()).isEqualTo(200);
        return answer.as(RequestPage.class);
    }

    private static UUID ask(String guild, String user, String instruction) {
        return generators.ask(
                Map.of(
                        "guild_id",
                        guild,
                        "user_id",
                        user,
                        "thread_id",
                        "t-" + guild,
                        "instruction",
                        instruction));
    }
}
