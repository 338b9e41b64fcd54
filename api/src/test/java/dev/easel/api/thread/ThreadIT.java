package dev.easel.api.thread;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.client.ThreadContext;
import dev.easel.protocol.client.ThreadContext.Generation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThreadIT {
    private static TestingEasel easel;
    private static TestingGenerators generators;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void answersWithTheFieldsOfTheContract() throws IOException {
        generators.made(Ask.generate("contract"));
        var answer = read("contract");
        assertThat(answer.status()).isEqualTo(200);
        var schemas = contract().path("components").path("schemas");
        for (var field : schemas.path("ThreadContextResponse").path("properties").properties()) {
            assertThat(answer.json().has(field.getKey())).as(field.getKey()).isTrue();
        }
        var metadata = answer.json().path("latest_metadata");
        for (var field :
                schemas.path("GenerationMetadataResponse").path("properties").properties()) {
            assertThat(metadata.has(field.getKey())).as(field.getKey()).isTrue();
        }
        assertThat(metadata.path("prompt").asText()).isEqualTo("a cat, 和風");
        assertThat(answer.json().path("generation_history").get(0).isTextual()).isTrue();
        assertThat(answer.json().path("created_at").asText()).endsWith("Z");
    }

    @Test
    void showsEveryRequestOfTheThreadAndWhatItStartedFrom() {
        var one = generators.made(Ask.generate("nodes"));
        var two = generators.made(Ask.refine("nodes"));
        var three = generators.ask(Ask.refine("nodes").from(one).image(0));
        var lost = generators.ask(Ask.refine("nodes").from(UUID.randomUUID()));
        easel.awaitCondition(lost, Condition.ACCEPTED, ConditionStatus.FALSE);

        var context = context("nodes");

        assertThat(context.guildId()).isEqualTo("g1");
        assertThat(context.userId()).isEqualTo("u1");
        assertThat(context.generationHistory()).containsExactly(one, two);
        assertThat(context.generations())
                .extracting(Generation::requestId)
                .containsExactlyInAnyOrder(one, two, three, lost);
        assertThat(node(context, one).name()).isEqualTo(easel.request(one).getMetadata().getName());
        assertThat(node(context, one).source()).isNull();
        assertThat(node(context, two).source()).isEqualTo(new RequestDetail.Source(one, null));
        assertThat(node(context, three).source()).isEqualTo(new RequestDetail.Source(one, 0));
        assertThat(node(context, three).status()).isEqualTo(RequestStatus.PENDING);
        assertThat(node(context, three).instruction()).isEqualTo("Refine it");
        assertThat(node(context, lost).status()).isEqualTo(RequestStatus.FAILED);
        assertThat(context.refinements()).isEqualTo(1);
        assertThat(context.refinementsMax()).isEqualTo(50);
        assertThat(context.continueOffered()).isFalse();
    }

    @Test
    void knowsNothingOfOthersThreads() {
        generators.made(Ask.generate("private"));
        var foreign = easel.key(Set.of(Scope.READ, Scope.GENERATE), "g2");
        var unknown = easel.get("/api/v1/threads/never-seen/context", foreign);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("error").asText()).isNotBlank();
        for (var query : List.of("", "?guild_id=g1")) {
            var refused = easel.get("/api/v1/threads/private/context" + query, foreign);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.json().path("detail")).isEqualTo(unknown.json().path("detail"));
            assertThat(easel.post("/api/v1/threads/private/reset" + query, foreign, "").status())
                    .isEqualTo(404);
        }
        assertThat(context("private").generationHistory()).hasSize(1);
        assertThat(easel.get("/api/v1/threads/private/context", "").status()).isEqualTo(401);
        var reader = easel.key(Set.of(Scope.READ), "g1");
        assertThat(easel.get("/api/v1/threads/private/context", reader).status()).isEqualTo(200);
        assertThat(easel.post("/api/v1/threads/private/reset", reader, "").status()).isEqualTo(403);
    }

    @Test
    void keepsThreadsOfOneIdInTwoGuildsApart() {
        var own = generators.made(Ask.generate("same"));
        var body = Ask.generate("same").body();
        body.put("guild_id", "g2");
        var others = generators.ask(body);
        generators.make(others, 1);
        var first = easel.key(Set.of(Scope.READ, Scope.GENERATE), "g1");
        var second = easel.key(Set.of(Scope.READ), "g2");
        assertThat(context("same", first).generationHistory()).containsExactly(own);
        assertThat(context("same", second).generationHistory()).containsExactly(others);
        easel.post("/api/v1/threads/same/reset", first, "");
        assertThat(context("same", first).generationHistory()).isEmpty();
        assertThat(context("same", second).generationHistory()).containsExactly(others);
        var both =
                easel.get("/api/v1/threads/same/context?guild_id=g2", easel.adminKey.value())
                        .as(ThreadContext.class);
        assertThat(both.generationHistory()).containsExactly(others);
    }

    @Test
    void beginsAnewAfterAResetAndKeepsWhatWasMade() {
        var one = generators.made(Ask.generate("reset"));
        generators.made(Ask.refine("reset"));
        var answer = easel.post("/api/v1/threads/reset/reset", easel.adminKey.value(), "");
        assertThat(answer.status()).isEqualTo(200);
        var cleared = answer.as(ThreadContext.class);
        assertThat(cleared.generationHistory()).isEmpty();
        assertThat(cleared.latestMetadata()).isNull();
        assertThat(cleared.refinements()).isZero();
        assertThat(cleared.resetAt()).isNotNull();
        var detail =
                easel.get("/api/v1/requests/" + one, easel.adminKey.value())
                        .as(RequestDetail.class);
        assertThat(detail.images()).hasSize(1);
        var next = generators.made(Ask.generate("reset"));
        assertThat(context("reset").generationHistory()).containsExactly(next);
    }

    @Test
    void offersToContinueAfterFiftyRefinementsAndRefusesNothing() {
        generators.made(Ask.generate("fifty"));
        for (int i = 0; i < 49; i++) {
            generators.made(Ask.refine("fifty"));
        }
        assertThat(context("fifty").refinements()).isEqualTo(49);
        assertThat(context("fifty").continueOffered()).isFalse();
        generators.made(Ask.refine("fifty"));
        assertThat(context("fifty").continueOffered()).isTrue();
        var more = generators.made(Ask.refine("fifty"));
        assertThat(context("fifty").refinements()).isEqualTo(51);
        assertThat(context("fifty").generationHistory()).hasSize(52);

        var moved = generators.ask(Ask.refine("fifty-more").from(more));
        var order = generators.make(moved, 1);
        var previous = Objects.requireNonNull(order.previous());
        assertThat(previous.requestId()).isEqualTo(more);
        assertThat(previous.history()).hasSize(12);
        var continued = context("fifty-more");
        assertThat(continued.generationHistory()).containsExactly(moved);
        assertThat(continued.refinements()).isEqualTo(1);
        assertThat(continued.continueOffered()).isFalse();
        var after = generators.ask(Ask.refine("fifty-more"));
        assertThat(Objects.requireNonNull(generators.make(after, 1).previous()).requestId())
                .isEqualTo(moved);
    }

    @Test
    void showsOnlyTheLatestOfAThreadWithoutEnd() {
        var one = generators.made(Ask.generate("endless"));
        copy(one, ThreadContext.SHOWN_MAX);
        var context = context("endless");
        assertThat(context.generations()).hasSize(ThreadContext.SHOWN_MAX);
        assertThat(context.generations().getLast().requestId()).isEqualTo(one);
        assertThat(new ArrayList<>(context.generationHistory())).containsExactly(one);
    }

    /** As many failed requests a moment before. */
    private static void copy(UUID request, int count) {
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.createUpdate(
                                            """
                                            INSERT INTO generation_request (request_uid, name,
                                              resource_version, generation, action, research,
                                              source, tenant, user_id, thread_id, pool, priority,
                                              desired_state, status, created_at, gone_at)
                                            SELECT gen_random_uuid(), name || '-' || n, 1, 1,
                                              action, research, source, tenant, user_id,
                                              thread_id, pool, priority, desired_state, 'failed',
                                              created_at - n * interval '1 second', now()
                                            FROM generation_request, generate_series(1, :count) n
                                            WHERE request_uid = :request
                                            """)
                                    .bind("request", request)
                                    .bind("count", count)
                                    .execute());
        }
    }

    private static Generation node(ThreadContext context, UUID request) {
        return context.generations().stream()
                .filter(g -> g.requestId().equals(request))
                .findFirst()
                .orElseThrow();
    }

    private static ThreadContext context(String thread) {
        return read(thread).as(ThreadContext.class);
    }

    private static ThreadContext context(String thread, String key) {
        return easel.get("/api/v1/threads/" + thread + "/context", key).as(ThreadContext.class);
    }

    private static TestingEasel.Answer read(String thread) {
        return easel.get("/api/v1/threads/" + thread + "/context", easel.adminKey.value());
    }

    private static JsonNode contract() throws IOException {
        try (var stream = ThreadIT.class.getResourceAsStream("/api-contract.json")) {
            return Json.mapper().readTree(Objects.requireNonNull(stream));
        }
    }
}
