package dev.easel.api.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.Lineage;
import dev.easel.protocol.client.Lineage.Node;
import dev.easel.protocol.client.RequestStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LineageEndpointIT {
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
    void showsWhatARequestWasMadeFromAndWhatWasMadeFromIt() {
        var root = made(Ask.generate("tree"));
        var middle = made(Ask.refine("tree").from(root));
        var leaf = made(Ask.refine("tree").from(middle).image(0));
        var waiting = generators.ask(Ask.refine("tree").from(middle));
        var aside = made(Ask.refine("tree").from(root));

        var whole = lineage(root, key);
        assertThat(whole.truncated()).isFalse();
        assertThat(whole.nodes())
                .extracting(Node::requestId, Node::parentId, Node::parentImageIndex, Node::images)
                .containsExactlyInAnyOrder(
                        tuple(root, null, null, 1),
                        tuple(middle, root, null, 1),
                        tuple(aside, root, null, 1),
                        tuple(leaf, middle, 0, 1),
                        tuple(waiting, middle, null, 0));
        assertThat(whole.nodes().getFirst().requestId()).isEqualTo(root);
        assertThat(whole.nodes().getFirst().thumbnail())
                .isEqualTo("/api/v1/requests/" + root + "/images/0/thumbnail?size=256");
        assertThat(whole.nodes().getFirst().action()).isEqualTo("Generate");
        assertThat(whole.nodes().getFirst().originalInstruction()).isEqualTo("Generate it");

        assertThat(lineage(leaf, key).nodes())
                .extracting(Node::requestId)
                .containsExactly(root, middle, leaf);
    }

    @Test
    void leavesOutWhatWasDeletedAndShowsNobodyToComeFromIt() {
        var root = made(Ask.generate("torn"));
        var child = made(Ask.refine("torn").from(root));
        easel.conclude(root, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        TestingEasel.await()
                .until(() -> easel.delete("/api/v1/requests/" + root, key).status() == 204);
        assertThat(lineage(child, key).nodes())
                .extracting(Node::requestId, Node::parentId)
                .containsExactly(tuple(child, null));
        assertThat(easel.get(path(root), key).status()).isEqualTo(404);
    }

    @Test
    void showsATenantNothingOfAnother() {
        var root = made(Ask.generate("own"));
        var foreign = easel.key(Set.of(Scope.READ), "g2");
        assertThat(easel.get(path(root), foreign).status()).isEqualTo(404);
        var own = easel.key(Set.of(Scope.READ), "g1");
        assertThat(lineage(root, own).nodes()).hasSize(1);
        try (var database = easel.openDatabase()) {
            var child = made(Ask.refine("own").from(root));
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    "UPDATE generation_request SET tenant = 'g2' WHERE request_uid"
                                            + " = ?",
                                    child));
            assertThat(lineage(root, own).nodes()).hasSize(1);
            assertThat(lineage(root, key).nodes()).hasSize(2);
            assertThat(lineage(child, foreign).nodes())
                    .extracting(Node::requestId, Node::parentId)
                    .containsExactly(tuple(child, null));
        }
    }

    @Test
    void keepsTheNearestOfWhatIsTooMuch() {
        var found = new ArrayList<LineageEndpoint.Found>();
        @Nullable UUID before = null;
        var middle = UUID.randomUUID();
        for (int d = -LineageEndpoint.ANCESTORS_MAX - 1;
                d <= LineageEndpoint.DESCENDANTS_MAX + 1;
                d++) {
            var id = d == 0 ? middle : UUID.randomUUID();
            found.add(new LineageEndpoint.Found(node(id, before), d));
            before = id;
        }
        var bounded = LineageEndpoint.bounded(middle, found);
        assertThat(bounded.truncated()).isTrue();
        assertThat(bounded.nodes())
                .hasSize(LineageEndpoint.ANCESTORS_MAX + 1 + LineageEndpoint.DESCENDANTS_MAX);
        assertThat(bounded.nodes().getFirst().requestId())
                .isEqualTo(found.get(1).node().requestId());
        assertThat(bounded.nodes().getFirst().parentId()).isNull();
        assertThat(bounded.nodes().get(1).parentId())
                .isEqualTo(bounded.nodes().getFirst().requestId());
    }

    private static Node node(UUID id, @Nullable UUID parent) {
        return new Node(
                id, parent, null, "Refine", RequestStatus.COMPLETED, "", Instant.EPOCH, 0, null);
    }

    private static UUID made(Ask ask) {
        return generators.made(ask);
    }

    private static String path(UUID id) {
        return "/api/v1/requests/" + id + "/lineage";
    }

    private static Lineage lineage(UUID id, String credential) {
        var answer = easel.get(path(id), credential);
        assertThat(answer.status()).isEqualTo(200);
        return answer.as(Lineage.class);
    }
}
