package dev.easel.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventsIT {
    private static TestingEasel easel;
    private static Database database;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        database = easel.openDatabase();
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    @Test
    void tellsOfEveryRequestAsItMoves() throws IOException, InterruptedException {
        try (var listener = listen(key)) {
            var id = generate("g1");
            var first = listener.next(about(id));
            assertThat(first.name()).isEqualTo("request");
            assertThat(first.json().path("status").asText()).isEqualTo("pending");
            easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
            easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "it burnt");
            var last =
                    listener.next(
                            about(id).and(h -> h.json().path("status").asText().equals("failed")));
            assertThat(last.json().path("message").asText()).isEqualTo("it burnt");
            awaitANumberAfter(first, listener);
        }
    }

    @Test
    void saysWhereARequestWaitsAndWhenThatMoves() throws IOException, InterruptedException {
        // A queue in which nothing else moves.
        easel.createPool("places", "http://127.0.0.1:9");
        try (var listener = listen(key)) {
            var one = generate("g1", "places");
            var other = generate("g1", "places");
            // Which of two goes first is not said where both came in the same second.
            var waits = listener.next(about(one).or(about(other)).and(h -> place(h) > 1));
            var id = about(one).test(waits) ? one : other;
            var ahead = id.equals(one) ? other : one;
            easel.post("/api/v1/requests/" + ahead + "/cancel", key, "");
            easel.conclude(ahead, ConditionStatus.FALSE, Reason.CANCELLED, "cancelled");
            var moved = listener.next(about(id).and(h -> place(h) == 1));
            assertThat(moved.json().path("queue").path("explanation").asText()).contains(" of ");
        }
    }

    private static int place(TestingListener.Heard heard) {
        return heard.json().path("queue").path("position").asInt();
    }

    @Test
    void tellsATenantNothingOfAnother() throws IOException, InterruptedException {
        try (var listener = listen(easel.key(Set.of(Scope.READ), "g2"))) {
            var foreign = generate("g1");
            var own = generate("g2");
            var heard = listener.next(h -> !h.data().isEmpty());
            assertThat(heard.data()).contains(own.toString()).doesNotContain(foreign.toString());
        }
    }

    @Test
    void goesOnWithThePresentStateOfWhatChangedMeanwhile()
            throws IOException, InterruptedException {
        var id = generate("g1");
        String known;
        try (var listener = listen(key)) {
            known = listener.next(about(generate("g1"))).id();
        }
        change(id, "first");
        change(id, "second");
        try (var listener = listen(key, known)) {
            var heard = listener.next(about(id).and(h -> h.data().contains("second")));
            assertThat(heard.name()).isEqualTo("request");
        }
    }

    @Test
    void saysWhenThereIsNoGoingOn() throws IOException, InterruptedException {
        try (var listener = listen(key, "999999999999")) {
            assertThat(listener.next().name()).isEqualTo("reset");
            var id = generate("g1");
            assertThat(listener.next(about(id)).name()).isEqualTo("request");
        }
    }

    @Test
    void refusesAnIdThatIsNone() throws IOException, InterruptedException {
        var answer = easel.get("/api/v1/events", key, "Last-Event-ID", "yesterday");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("Last-Event-ID");
    }

    @Test
    void tellsOfADeletionByItsIdAlone() throws IOException, InterruptedException {
        var id = generate("g1");
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "it burnt");
        try (var listener = listen(key, "0")) {
            listener.next(about(id).and(h -> h.json().path("status").asText().equals("failed")));
            assertThat(easel.delete("/api/v1/requests/" + id, key).status()).isEqualTo(204);
            var heard = listener.next(h -> h.name().equals("deleted"));
            assertThat(heard.json().path("request_id").asText()).isEqualTo(id.toString());
            assertThat(heard.json().size()).isEqualTo(1);
        }
    }

    @Test
    void losesNothingWithTheConnectionThatHearsOfChanges()
            throws IOException, InterruptedException {
        var id = generate("g1");
        try (var listener = listen(key)) {
            // It is made while the API begins to answer.
            var cut = TestingEasel.await().until(EventsIT::cut, ends -> !ends.isEmpty());
            assertThat(cut).containsOnly(true);
            change(id, "while nobody heard");
            listener.next(about(id).and(h -> h.data().contains("while nobody heard")));
        }
    }

    private static List<Boolean> cut() {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                        WHERE application_name = 'easel-api notifications'
                                          AND datname = current_database()
                                        """)
                                .mapTo(Boolean.class)
                                .list());
    }

    /** The one that takes its number first makes the other wait until it is visible. */
    @Test
    void skipsNoChangeThatCommitsLate()
            throws IOException, InterruptedException, SQLException, Exception {
        var late = generate("g1");
        var quick = generate("g1");
        try (var listener = listen(key);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var slow = database.jdbi().open()) {
            slow.begin();
            change(slow, late, "late");
            slow.execute("SET CONSTRAINTS ALL IMMEDIATE");
            var committed = threads.submit(() -> change(quick, "quick"));
            TestingEasel.await().until(EventsIT::someoneWaitsForTheLock);
            assertThat(committed.isDone()).isFalse();
            slow.commit();
            committed.get(20, TimeUnit.SECONDS);
            var first = listener.next(about(late).and(h -> h.data().contains("late")));
            listener.next(about(quick).and(h -> h.data().contains("quick")));
            awaitANumberAfter(first, listener);
        }
    }

    /** Of several events that come together only the last one has a number. */
    private static void awaitANumberAfter(TestingListener.Heard heard, TestingListener listener) {
        TestingEasel.await()
                .until(() -> Long.parseLong(listener.lastId()) > Long.parseLong(heard.id()));
    }

    /** A transaction that is merely long takes its number at its end and holds nobody up. */
    @Test
    void tellsOfOthersWhileALongTransactionIsOpen() throws IOException, InterruptedException {
        var late = generate("g1");
        var quick = generate("g1");
        try (var listener = listen(key);
                var slow = database.jdbi().open()) {
            slow.begin();
            change(slow, late, "late");
            change(quick, "quick");
            var first = listener.next(about(quick).and(h -> h.data().contains("quick")));
            slow.commit();
            listener.next(about(late).and(h -> h.data().contains("late")));
            awaitANumberAfter(first, listener);
        }
    }

    private static boolean someoneWaitsForTheLock() {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT EXISTS (SELECT 1 FROM pg_locks
                                          WHERE locktype = 'advisory' AND NOT granted
                                            AND database = (SELECT oid FROM pg_database
                                              WHERE datname = current_database()))
                                        """)
                                .mapTo(Boolean.class)
                                .one());
    }

    @Test
    void endsCleanlyWhenTheServerCloses() throws IOException, InterruptedException {
        try (var listener = listen(key)) {
            easel.stopApi();
            listener.expectsCleanEnd();
        } finally {
            easel.startApi();
        }
    }

    private static void change(UUID id, String message) {
        database.jdbi().useTransaction(handle -> change(handle, id, message));
    }

    private static void change(Handle handle, UUID id, String message) {
        handle.createUpdate(
                        """
                        UPDATE generation_request SET message = :message,
                          resource_version = resource_version + 1000000
                        WHERE request_uid = :id
                        """)
                .bind("message", message)
                .bind("id", id)
                .execute();
    }

    private static java.util.function.Predicate<TestingListener.Heard> about(UUID id) {
        return heard -> heard.data().contains(id.toString());
    }

    private static UUID generate(String guild) {
        return generate(guild, "default");
    }

    private static UUID generate(String guild, String pool) {
        var id =
                easel.post(
                                "/api/v1/generate",
                                key,
                                Map.of(
                                        "guild_id", guild,
                                        "pool", pool,
                                        "user_id", "u1",
                                        "thread_id", "t1",
                                        "instruction", "a cat in the rain"))
                        .requestId();
        easel.awaitCondition(id, Condition.ACCEPTED, ConditionStatus.TRUE);
        return id;
    }

    private static TestingListener listen(String credential, String... lastEventId)
            throws IOException, InterruptedException {
        var request = easel.builder("/api/v1/events", credential);
        if (lastEventId.length > 0) {
            request.header("Last-Event-ID", lastEventId[0]);
        }
        var listener =
                TestingListener.open(
                        easel.http(), request.timeout(java.time.Duration.ofMinutes(2)).build());
        assertThat(listener.status).isEqualTo(200);
        TestingEasel.await().until(() -> lastEventId.length > 0 || !listener.lastId().isEmpty());
        return listener;
    }
}
