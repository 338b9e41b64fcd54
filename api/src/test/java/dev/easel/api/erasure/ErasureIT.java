package dev.easel.api.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.ApiConfig.Retention;
import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.cluster.Resources;
import dev.easel.api.generation.Erasures;
import dev.easel.api.generation.Requests;
import dev.easel.api.image.DirectoryBlobs;
import dev.easel.api.image.ImageStore;
import dev.easel.api.work.TestingGenerators;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.ErasedPosts;
import dev.easel.protocol.client.RequestPage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErasureIT {
    private static TestingEasel easel;
    private static TestingGenerators generators;
    private static Database database;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
        database = easel.openDatabase();
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    @Test
    void erasesAllOfAUserInOneGuildAndNothingElse() throws IOException {
        var made = made("here", "anna");
        var other = made("here", "ben");
        var elsewhere = made("there", "anna");
        settings("here", "anna");
        settings("here", null);

        var answer = easel.delete(path("anna", "here"), key);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("requests").asInt()).isEqualTo(1);

        TestingEasel.await().until(() -> list("?guild_id=here&user_id=anna") == 0);
        assertThat(easel.get("/api/v1/requests/" + made, key).status()).isEqualTo(404);
        assertThat(files(made)).isZero();
        assertThat(easel.get("/api/v1/settings?guild_id=here&user_id=anna", key).status())
                .isEqualTo(404);
        assertThat(easel.get("/api/v1/settings?guild_id=here", key).status()).isEqualTo(200);
        assertThat(easel.get("/api/v1/requests/" + other, key).status()).isEqualTo(200);
        assertThat(files(other)).isEqualTo(1);
        assertThat(easel.get("/api/v1/requests/" + elsewhere, key).status()).isEqualTo(200);
        assertThat(
                        rows(
                                "SELECT count(*) FROM audit_event WHERE tenant = 'here' AND user_id = 'anna'"))
                .isZero();
        assertThat(
                        rows(
                                "SELECT count(*) FROM audit_event WHERE tenant = 'here'"
                                        + " AND action = 'user.erased'"))
                .isOne();
        assertThat(
                        rows(
                                "SELECT count(*) FROM thread_context WHERE guild_id = 'here'"
                                        + " AND user_id = 'anna'"))
                .isZero();
    }

    @Test
    void cancelsWhatIsUnderWayAndErasesItOnceItHasEnded() {
        var waiting = ask("busy", "anna", Map.of());
        assertThat(easel.delete(path("anna", "busy"), key).status()).isEqualTo(202);
        TestingEasel.await()
                .until(() ->
                        easel.request(waiting).getSpec().desiredState().name().equals("CANCELLED"));
        assertThat(list("?guild_id=busy")).isEqualTo(1);
        easel.conclude(waiting, ConditionStatus.FALSE, Reason.CANCELLED, "cancelled");
        TestingEasel.await().until(() -> list("?guild_id=busy") == 0);
    }

    @Test
    void handsThePostsToTheBotUntilItConfirmsThatTheyAreRemoved() {
        var delivery = Map.of("discord", Map.of("channel_id", "66", "thread_id", "77"));
        var id = ask("posts", "anna", Map.of("delivery", delivery));
        easel.conclude(id, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "no");
        TestingEasel.await().until(() -> list("?guild_id=posts&status=failed") == 1);
        database.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                UPDATE generation_request SET delivered = true,
                                  posted = '{"threadID":"78","messageIDs":["1","2"]}'
                                WHERE request_uid = ?
                                """,
                                id));
        easel.delete(path("anna", "posts"), key);
        TestingEasel.await().until(() -> !posts(key).posts().isEmpty());
        var post = posts(key).posts().getFirst();
        assertThat(post.requestId()).isEqualTo(id);
        assertThat(post.guildId()).isEqualTo("posts");
        assertThat(post.channelId()).isEqualTo("66");
        assertThat(post.threadId()).isEqualTo("78");
        assertThat(post.messageIds()).containsExactly("1", "2");

        var bot = easel.key(Set.of(Scope.SETTINGS), null);
        var foreign = easel.key(Set.of(Scope.SETTINGS), "other");
        assertThat(posts(foreign).posts()).isEmpty();
        assertThat(confirm(id, foreign)).isEqualTo(204);
        assertThat(posts(bot).posts()).hasSize(1);
        assertThat(confirm(id, bot)).isEqualTo(204);
        assertThat(confirm(id, bot)).isEqualTo(204);
        assertThat(posts(bot).posts()).isEmpty();
    }

    @Test
    void takesOrdersFromThoseWhoMayChangeTheGuildsSettings() {
        assertThat(easel.delete(path("anna", "g1"), easel.key(Set.of(Scope.READ), "g1")).status())
                .isEqualTo(403);
        assertThat(
                        easel.delete(path("anna", "g1"), easel.key(Set.of(Scope.SETTINGS), "g2"))
                                .status())
                .isEqualTo(403);
        assertThat(easel.delete("/api/v1/users/anna/data", key).code()).isEqualTo("FieldRequired");
    }

    @Test
    void keepsWhatIsYoungerThanTheRetentionAndErasesWhatIsOlder() throws IOException {
        var old = made("kept", "anna");
        var running = ask("kept", "ben", Map.of());
        var now = Instant.now();
        sweeper(now.plus(Duration.ofDays(29)), Duration.ofDays(30)).sweepOld();
        assertThat(list("?guild_id=kept")).isEqualTo(2);
        sweeper(now.plus(Duration.ofDays(3000)), null).sweepOld();
        assertThat(list("?guild_id=kept")).isEqualTo(2);
        sweeper(now.plus(Duration.ofDays(31)), Duration.ofDays(30)).sweepOld();
        assertThat(easel.get("/api/v1/requests/" + old, key).status()).isEqualTo(404);
        assertThat(files(old)).isZero();
        assertThat(easel.get("/api/v1/requests/" + running, key).status()).isEqualTo(200);
    }

    @Test
    void deletesAuditEventsThatAreOlderThanTheyAreKept() throws IOException {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                INSERT INTO audit_event (at, door, caller, action, tenant)
                                SELECT now() - interval '11 years' + n * interval '1 day', 'API',
                                  'key:x', 'test.made', 'ancient' FROM generate_series(0, 9) n
                                """));
        var end = Instant.now().minus(Duration.ofDays(11 * 365));
        sweeper(end.plus(Duration.ofDays(10)), null, Duration.ofDays(8)).sweepOld();
        var left = rows("SELECT count(*) FROM audit_event WHERE tenant = 'ancient'");
        assertThat(left).isBetween(1, 9);
        sweeper(end.plus(Duration.ofDays(100)), null, Duration.ofDays(8)).sweepOld();
        assertThat(rows("SELECT count(*) FROM audit_event WHERE tenant = 'ancient'")).isZero();
    }

    private static Sweeper sweeper(Instant now, @Nullable Duration history) throws IOException {
        return sweeper(now, history, Duration.ofDays(3650));
    }

    private static Sweeper sweeper(Instant now, @Nullable Duration history, Duration audit)
            throws IOException {
        var jdbi = database.jdbi();
        var images = new ImageStore(new DirectoryBlobs(easel.images()), 0);
        return new Sweeper(
                jdbi,
                new Erasures(
                        jdbi,
                        new Requests(jdbi),
                        new Resources(easel.admin, easel.namespace),
                        images),
                new Retention(history, audit),
                () -> true,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static UUID made(String guild, String user) {
        var id = ask(guild, user, Map.of());
        generators.make(id, 1);
        easel.conclude(id, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        TestingEasel.await()
                .until(() ->
                        easel.get("/api/v1/requests/" + id, key)
                                .json()
                                .path("status")
                                .asText()
                                .equals("completed"));
        return id;
    }

    private static UUID ask(String guild, String user, Map<String, Object> more) {
        var body = new HashMap<String, Object>(more);
        body.put("guild_id", guild);
        body.put("user_id", user);
        body.put("thread_id", "t-" + user);
        body.put("instruction", "a cat");
        return generators.ask(body);
    }

    private static void settings(String guild, @Nullable String user) throws IOException {
        var body = new HashMap<String, @Nullable Object>();
        body.put("guild_id", guild);
        body.put("user_id", user);
        body.put("default_sd_params", Map.of("steps", 9));
        var answer = easel.put("/api/v1/settings", key, Json.mapper().writeValueAsBytes(body));
        assertThat(answer.status()).isEqualTo(200);
    }

    private static String path(String user, String guild) {
        return "/api/v1/users/" + user + "/data?guild_id=" + guild;
    }

    private static int list(String query) {
        return easel.get("/api/v1/requests" + query, key).as(RequestPage.class).requests().size();
    }

    private static ErasedPosts posts(String credential) {
        return easel.get("/api/v1/erased-posts", credential).as(ErasedPosts.class);
    }

    private static int confirm(UUID id, String credential) {
        return easel.delete("/api/v1/erased-posts/" + id, credential).status();
    }

    private static int rows(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private static long files(UUID request) throws IOException {
        try (var files = Files.walk(easel.images())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(request.toString()))
                    .count();
        }
    }
}
