package dev.easel.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.protocol.client.QueueOverview;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueueIT {
    private static TestingEasel easel;
    private static String admin;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        admin = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void showsWhoRunsAndWhoWaitsToThoseWhoMaySeeThem() {
        var running = ask("g1", "u1");
        easel.admit(running, 1, 1);
        // The operator says on the request that it has the slot; here the queue must not need it.
        easel.conclude(
                running,
                ConditionStatus.UNKNOWN,
                dev.easel.crds.v1alpha1.Reason.RUNNING,
                "It runs.");
        var mine = ask("g1", "u2");
        var other = ask("g2", "u3");
        TestingEasel.await()
                .untilAsserted(() -> {
                    var all = queue("", admin);
                    assertThat(all.running())
                            .singleElement()
                            .satisfies(run -> {
                                assertThat(run.requestId()).isEqualTo(running);
                                assertThat(run.pool()).isEqualTo("default");
                                assertThat(run.guildId()).isEqualTo("g1");
                                assertThat(run.userId()).isEqualTo("u1");
                                assertThat(run.threadId()).isEqualTo("t-u1");
                                assertThat(run.percent()).isZero();
                            });
                    assertThat(waiting(all)).contains(mine, other);
                });
        var pool = queue("", admin).pools().getFirst();
        assertThat(pool.state()).isEqualTo("Active");
        assertThat(pool.slots()).isEqualTo(1);
        assertThat(pool.running()).isEqualTo(1);

        assertThat(waiting(queue("?guild_id=g2", admin))).containsExactly(other);
        assertThat(queue("?guild_id=g2", admin).running()).isEmpty();
        assertThat(waiting(queue("?guild_id=g1&user_id=u2", admin))).containsExactly(mine);
        assertThat(queue("?user_id=u1", admin).running()).hasSize(1);

        var stranger = easel.key(Set.of(Scope.READ), "g2");
        var seen = queue("", stranger);
        assertThat(waiting(seen)).containsExactly(other);
        assertThat(seen.running()).isEmpty();
        assertThat(seen.pools().getFirst().running()).isEqualTo(1);
        assertThat(queue("?guild_id=g1", stranger).requests()).isEmpty();
    }

    private static Set<UUID> waiting(QueueOverview queue) {
        return queue.requests().stream()
                .map(QueueOverview.Waiting::requestId)
                .collect(java.util.stream.Collectors.toSet());
    }

    private static QueueOverview queue(String query, String key) {
        var answer = easel.get("/api/v1/queue" + query, key);
        assertThat(answer.status()).isEqualTo(200);
        return answer.as(QueueOverview.class);
    }

    private static UUID ask(String guild, String user) {
        var answer =
                easel.post(
                        "/api/v1/generate",
                        admin,
                        Map.of(
                                "guild_id",
                                guild,
                                "user_id",
                                user,
                                "thread_id",
                                "t-" + user,
                                "instruction",
                                "a cat"));
        assertThat(answer.status()).isEqualTo(202);
        var id = Objects.requireNonNull(answer.requestId());
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        return id;
    }
}
