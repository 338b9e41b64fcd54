package dev.easel.api.research;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.research.ResearchConfig.Account;
import dev.easel.api.research.ResearchConfig.SafeSearch;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.protocol.work.ClaimRequest;
import dev.easel.protocol.work.SearchQuery;
import dev.easel.protocol.work.SearchReply;
import dev.easel.protocol.work.WorkOrder;
import dev.easel.protocol.work.WorkRoutes;
import dev.easel.sandbox.search.SearchStandIn;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The call as a generator makes it. */
class ResearchEndpointIT {
    private static SearchStandIn web;
    private static TestingEasel easel;
    private static long slotToken;

    @BeforeAll
    static void start() throws IOException {
        web = SearchStandIn.start();
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setResearch(
                new ResearchConfig(
                        List.of(new Account.Searxng(web.url())), 600, SafeSearch.MODERATE));
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
    }

    @AfterAll
    static void stop() {
        easel.close();
        web.close();
    }

    private record Generator(UUID request, String token, String claim) {
        TestingEasel.Answer search(Object body, String... more) {
            return easel.post(
                    WorkRoutes.search(request, 1),
                    token,
                    body,
                    more.length == 0
                            ? new String[] {WorkRoutes.CLAIM_HEADER, claim}
                            : new String[] {WorkRoutes.CLAIM_HEADER, claim, more[0], more[1]});
        }
    }

    private static Generator claimed() {
        var answer =
                easel.post(
                        "/api/v1/generate",
                        easel.adminKey.value(),
                        Map.of(
                                "guild_id", "g",
                                "user_id", "u",
                                "thread_id", "t" + UUID.randomUUID(),
                                "instruction", "an anime landscape"));
        var id = answer.requestId();
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        Pod pod = easel.admit(id, 1, ++slotToken);
        var token = easel.token("easel-generator", pod);
        var order =
                easel.post(WorkRoutes.claim(id, 1), token, new ClaimRequest(slotToken))
                        .as(WorkOrder.class);
        return new Generator(id, token, order.claim().toString());
    }

    @Test
    void searchesForTheHolderOfTheClaim() {
        var generator = claimed();

        var reply =
                generator.search(new SearchQuery("anime landscape", "en", 5)).as(SearchReply.class);

        assertThat(reply.provider()).isEqualTo("searxng");
        assertThat(reply.snippets()).isNotEmpty();
        assertThat(reply.unavailable()).isNull();
    }

    @Test
    void refusesWhoeverHoldsNoClaim() {
        var generator = claimed();
        var before = web.searches();
        var stranger = new Generator(generator.request(), generator.token(), "none");
        assertThat(stranger.search(new SearchQuery("refused", "en", 5)).status()).isEqualTo(409);
        var later = claimed();
        // The slot has gone on to another request.
        assertThat(generator.search(new SearchQuery("refused", "en", 5)).code())
                .isEqualTo(WorkRoutes.FENCE_REJECTED);
        assertThat(
                        easel.post(
                                        WorkRoutes.search(later.request(), 1),
                                        easel.adminKey.value(),
                                        new SearchQuery("refused", "en", 5))
                                .status())
                .isEqualTo(403);
        assertThat(web.searches()).isEqualTo(before);
    }

    @Test
    void namesTheFieldThatIsOutOfBounds() {
        var generator = claimed();
        assertThat(field(generator.search(new SearchQuery("", "en", 5)))).isEqualTo("query");
        assertThat(field(generator.search(new SearchQuery("x".repeat(401), "en", 5))))
                .isEqualTo("query");
        assertThat(field(generator.search(new SearchQuery("x", "日本", 5)))).isEqualTo("language");
        assertThat(field(generator.search(new SearchQuery("x", null, 0)))).isEqualTo("count");
        assertThat(field(generator.search(new SearchQuery("x", null, 21)))).isEqualTo("count");
    }

    private static String field(TestingEasel.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("field").asText();
    }
}
