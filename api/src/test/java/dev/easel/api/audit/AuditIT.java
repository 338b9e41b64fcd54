package dev.easel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.PoolRef;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Json;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditIT {
    private static final String SECRET = "a wish that nobody else may read";
    private static TestingEasel easel;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void writesDownWhoAskedByWhichDoorOnce() {
        var overRest = ask("doors", key);
        var discord = apply("doors", RequestSource.DISCORD);
        var kubectl = apply("doors", RequestSource.KUBECTL);
        age(3, "doors");
        assertThat(events(key))
                .filteredOn(e -> e.path("guild_id").asText().equals("doors"))
                .extracting(
                        e -> e.path("action").asText(),
                        e -> e.path("subject").asText(),
                        e -> e.path("door").asText(),
                        e -> e.path("caller").asText(),
                        e -> e.path("user_id").asText())
                .containsExactlyInAnyOrder(
                        tuple("request.created", id(overRest), "API", "key:bootstrap1", "u"),
                        tuple(
                                "request.created",
                                id(discord),
                                "Discord",
                                "serviceaccount:easel-bot",
                                "u"),
                        tuple("request.created", id(kubectl), "Kubectl", "", "u"));
    }

    @Test
    void writesDownWhoCancelledAndDeleted() {
        var overRest = ask("ends", key);
        easel.post("/api/v1/requests/" + overRest + "/cancel", key, "");
        var kubectl = ask("ends", key);
        var resource = easel.request(kubectl);
        easel.admin
                .resource(resource)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-edit")
                                .build(),
                        "{\"spec\":{\"desiredState\":\"Cancelled\"}}");
        var gone = ask("ends", key);
        easel.admin.resource(easel.request(gone)).delete();
        var deleted = ask("ends", key);
        easel.conclude(deleted, ConditionStatus.FALSE, Reason.GENERATION_FAILED, "no");
        TestingEasel.await()
                .until(() -> easel.delete("/api/v1/requests/" + deleted, key).status() == 204);
        age(8, "ends");
        assertThat(events(key))
                .filteredOn(e -> e.path("guild_id").asText().equals("ends"))
                .filteredOn(e -> !e.path("action").asText().equals("request.created"))
                .extracting(
                        e -> e.path("action").asText(),
                        e -> e.path("subject").asText(),
                        e -> e.path("door").asText())
                .containsExactlyInAnyOrder(
                        tuple("request.cancelled", id(overRest), "API"),
                        tuple("request.cancelled", id(kubectl), "Kubectl"),
                        tuple("request.cancelled", id(gone), "Kubectl"),
                        tuple("request.deleted", id(deleted), "API"));
    }

    @Test
    void namesWhoCancelledOnDiscordUntilThatUserWishesToBeForgotten() {
        var request = ask("moderated", key);
        easel.admin
                .resource(easel.request(request))
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("easel-bot")
                                .build(),
                        "{\"metadata\":{\"annotations\":{\"easel.dev/cancelled-by\":\"moderator\"}},"
                                + "\"spec\":{\"desiredState\":\"Cancelled\"}}");
        age(2, "moderated");
        assertThat(cancellation(request).path("details").path("by").asText())
                .isEqualTo("moderator");

        var path = "/api/v1/users/moderator/data?guild_id=moderated";
        assertThat(easel.delete(path, key).status()).isEqualTo(202);
        assertThat(cancellation(request).path("details").has("by")).isFalse();
    }

    private static JsonNode cancellation(UUID request) {
        return events(key).stream()
                .filter(e -> e.path("subject").asText().equals(id(request)))
                .filter(e -> e.path("action").asText().equals("request.cancelled"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesSettingsThatWereChangedAndNeverTheirValues() {
        var body =
                Map.of(
                        "guild_id",
                        "kept",
                        "default_prompt_suffix",
                        SECRET,
                        "default_sd_params",
                        Map.of("steps", 9));
        assertThat(easel.put("/api/v1/settings", key, bytes(body)).status()).isEqualTo(200);
        easel.delete("/api/v1/settings/steps?guild_id=kept", key);
        age(2, "kept");
        assertThat(events(key))
                .filteredOn(e -> e.path("guild_id").asText().equals("kept"))
                .extracting(
                        e -> e.path("action").asText(),
                        e -> e.path("details").path("keys").asText())
                .containsExactly(
                        tuple("settings.changed", "prompt_suffix,steps"),
                        tuple("settings.changed", "steps"));
    }

    @Test
    void namesKeysAndLoginsWithoutTheirSecrets() {
        var made =
                easel.post("/api/v1/keys", key, Map.of("scopes", List.of("read"), "tenant", "k1"));
        assertThat(made.status()).isEqualTo(201);
        var secret = made.json().path("key").asText();
        var id = made.json().path("id").asText();
        assertThat(easel.post("/api/v1/session", "", Map.of("key", secret)).status())
                .isEqualTo(200);
        var next = easel.post("/api/v1/keys/" + id + "/rotate", key, Map.of("overlap_seconds", 60));
        assertThat(next.status()).isEqualTo(201);
        assertThat(easel.delete("/api/v1/keys/" + id, key).status()).isEqualTo(204);
        age(4, "k1");
        assertThat(events(key))
                .filteredOn(e -> e.path("guild_id").asText().equals("k1"))
                .extracting(e -> e.path("action").asText(), e -> e.path("subject").asText())
                .containsExactly(
                        tuple("key.created", id),
                        tuple("session.opened", id),
                        tuple("key.rotated", id),
                        tuple("key.revoked", id));
        assertThat(export("", key)).doesNotContain(secret);
    }

    @Test
    void holdsNoWordsOfAnyUser() {
        ask("words", key);
        age(1, "words");
        assertThat(export("", key)).contains("\"words\"").doesNotContain(SECRET);
    }

    @Test
    void goesOnAfterTheLineThatWasReadLast() {
        ask("cursor", key);
        ask("cursor", key);
        age(2, "cursor");
        // What other tests left may become old enough at any moment.
        var own = easel.key(Set.of(Scope.ADMIN), "cursor");
        var all = events(own);
        assertThat(all).hasSize(2);
        var first = all.getFirst().path("cursor").asText();
        assertThat(export("?cursor=" + first, own).lines().map(AuditIT::json))
                .containsExactly(all.getLast());
        assertThat(export("?cursor=" + all.getLast().path("cursor").asText(), own)).isEmpty();
        assertThat(export("?since=2999-01-01T00:00:00Z", own)).isEmpty();
        assertThat(easel.get("/api/v1/audit?cursor=x", key).status()).isEqualTo(400);
    }

    @Test
    void exportsMoreThanOnePageOfRows() {
        try (var database = easel.openDatabase()) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    """
                                    INSERT INTO audit_event (at, door, caller, action, tenant)
                                    SELECT now() - interval '1 day', 'API', 'key:x', 'test.made',
                                      'many' FROM generate_series(1, 2500)
                                    """));
        }
        var own = easel.key(Set.of(Scope.ADMIN), "many");
        assertThat(events(own)).hasSize(2500);
        assertThat(events(own)).extracting(e -> e.path("cursor").asLong()).isSorted();
    }

    @Test
    void isForAdministratorsOfTheirTenant() {
        ask("tenant-a", key);
        ask("tenant-b", key);
        age(1, "tenant-a");
        age(1, "tenant-b");
        assertThat(easel.get("/api/v1/audit", easel.key(Set.of(Scope.READ), null)).status())
                .isEqualTo(403);
        assertThat(events(easel.key(Set.of(Scope.ADMIN), "tenant-a")))
                .extracting(e -> e.path("guild_id").asText())
                .containsOnly("tenant-a");
    }

    /** Waits for so many events of a guild and lets them be older than what is held back. */
    private static void age(int events, String guild) {
        try (var database = easel.openDatabase()) {
            TestingEasel.await()
                    .until(() ->
                            database.jdbi()
                                            .withHandle(handle ->
                                                    handle.execute(
                                                            """
                                                            UPDATE audit_event
                                                            SET at = now() - interval '1 minute'
                                                            WHERE tenant = ?
                                                            """,
                                                            guild))
                                    == events);
        }
    }

    private static List<JsonNode> events(String credential) {
        return export("", credential).lines().map(AuditIT::json).toList();
    }

    private static String export(String query, String credential) {
        var answer = easel.get("/api/v1/audit" + query, credential);
        assertThat(answer.status()).isEqualTo(200);
        return new String(answer.response().body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) {
        try {
            return Json.mapper().readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Object body) {
        try {
            return Json.mapper().writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String id(UUID uid) {
        return uid.toString();
    }

    private static UUID ask(String guild, String credential) {
        var body =
                Map.of("guild_id", guild, "user_id", "u", "thread_id", "t", "instruction", SECRET);
        var answer = easel.post("/api/v1/generate", credential, body);
        assertThat(answer.status()).isEqualTo(202);
        return answer.requestId();
    }

    private static UUID apply(String guild, RequestSource door) {
        var spec =
                new GenerationRequestSpec(
                        SECRET,
                        Action.GENERATE,
                        null,
                        null,
                        Research.DISABLED,
                        "t",
                        new Requester(door, guild, "u", null),
                        null,
                        new PoolRef("default"),
                        0,
                        DesiredState.ACTIVE,
                        GenerationRequestSpec.QUEUE_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.RUN_TIMEOUT_SECONDS_DEFAULT,
                        GenerationRequestSpec.MAX_ATTEMPTS_DEFAULT,
                        null);
        var created = easel.create("audit-" + UUID.randomUUID(), spec);
        return UUID.fromString(created.getMetadata().getUid());
    }
}
