package dev.easel.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.TestingEasel.Answer;
import dev.easel.protocol.client.ApiKey;
import dev.easel.protocol.client.ApiKeyList;
import dev.easel.protocol.client.IssuedKey;
import dev.easel.protocol.client.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIT {
    private static final String PATH = "/api/v1/keys";
    private static final String WHO = "/api/v1/session";
    private static TestingEasel easel;
    private static Database database;
    private static String admin;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        database = easel.openDatabase();
        admin = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    @Test
    void makesAKeyAndShowsItOnce() {
        var made =
                make(
                        """
                        {"scopes": ["read", "generate"], "tenant": "guild-1", "label": "the report",
                         "expires_at": "2035-01-31T12:00:00Z"}
                        """);
        var who = easel.get(WHO, made.key()).as(SessionState.class);
        assertThat(who.scopes()).containsExactly("generate", "read");
        assertThat(who.tenant()).isEqualTo("guild-1");
        assertThat(who.expiresAt()).isEqualTo("2035-01-31T12:00:00Z");

        var listed = listed(made.id());
        assertThat(listed.label()).isEqualTo("the report");
        assertThat(listed.createdBy()).isEqualTo("key:bootstrap1");
        assertThat(listed.createdAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        var list = new String(easel.get(PATH, admin).response().body(), UTF_8);
        assertThat(list).doesNotContain(made.key()).doesNotContain(secret(made));
    }

    @Test
    void tellsWhenAKeyWasUsed() {
        var made = make("{\"scopes\": [\"read\"]}");
        assertThat(listed(made.id()).lastUsedAt()).isNull();
        easel.get(WHO, made.key());
        var first = listed(made.id()).lastUsedAt();
        assertThat(first).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        easel.get(WHO, made.key());
        assertThat(listed(made.id()).lastUsedAt())
                .as("written at most once a minute")
                .isEqualTo(first);
        change("last_used_at = now() - interval '2 minutes'", made.id());
        easel.get(WHO, made.key());
        assertThat(listed(made.id()).lastUsedAt()).isAfterOrEqualTo(first);
    }

    @Test
    void endsAKeyAtOnce() {
        var made = make("{\"scopes\": [\"read\"]}");
        assertThat(easel.delete(PATH + "/" + made.id(), admin).status()).isEqualTo(204);
        assertThat(easel.get(WHO, made.key()).status()).isEqualTo(401);
        assertThat(listed(made.id()).revokedAt()).isNotNull();
        assertThat(easel.delete(PATH + "/" + made.id(), admin).code()).isEqualTo("KeyEnded");
    }

    @Test
    void letsBothKeysInUntilTheOverlapIsOver() {
        var old = make("{\"scopes\": [\"read\"], \"tenant\": \"guild-1\", \"label\": \"a\"}");
        var fresh = rotate(old.id(), "{\"overlap_seconds\": 60}").as(IssuedKey.class);
        assertThat(fresh.scopes()).isEqualTo(old.scopes());
        assertThat(fresh.tenant()).isEqualTo("guild-1");
        assertThat(fresh.label()).isEqualTo("a");
        assertThat(easel.get(WHO, fresh.key()).status()).isEqualTo(200);
        assertThat(easel.get(WHO, old.key()).as(SessionState.class).expiresAt())
                .isCloseTo(Instant.now().plusSeconds(60), within(20, ChronoUnit.SECONDS));
        assertThat(listed(old.id()).replacedBy()).isEqualTo(fresh.id());
        assertThat(rotate(old.id(), "{}").code())
                .as("a key has one successor")
                .isEqualTo("KeyEnded");

        change("expires_at = now()", old.id());
        assertThat(easel.get(WHO, old.key()).status()).isEqualTo(401);
        assertThat(easel.get(WHO, fresh.key()).status()).isEqualTo(200);
    }

    @Test
    void endsTheOldKeyAtOnceWithoutAnOverlap() {
        var old = make("{\"scopes\": [\"read\"]}");
        var fresh = rotate(old.id(), "{\"overlap_seconds\": 0}").as(IssuedKey.class);
        assertThat(easel.get(WHO, old.key()).status()).isEqualTo(401);
        assertThat(easel.get(WHO, fresh.key()).status()).isEqualTo(200);
    }

    @Test
    void givesASuccessorTheSameTimeToLiveAndTheOldKeyADay() {
        var end = Instant.now().plus(Duration.ofDays(90)).toString();
        var old = make("{\"scopes\": [\"read\"], \"expires_at\": \"" + end + "\"}");
        change(
                "created_at = created_at - interval '40 days',"
                        + " expires_at = expires_at - interval '40 days'",
                old.id());
        var fresh = rotate(old.id(), "").as(IssuedKey.class);
        assertThat(fresh.expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofDays(90)), within(1, ChronoUnit.MINUTES));
        assertThat(listed(old.id()).expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofDays(1)), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void letsNobodyLockHimselfOut() {
        assertThat(easel.delete(PATH + "/bootstrap1", admin).code()).isEqualTo("BootstrapKey");
        assertThat(rotate("bootstrap1", "{}").code()).isEqualTo("BootstrapKey");
        var other = make("{\"scopes\": [\"admin\"]}");
        assertThat(easel.delete(PATH + "/" + other.id(), other.key()).code()).isEqualTo("OwnKey");
        var heir =
                easel.post(PATH + "/" + other.id() + "/rotate", other.key(), "{}")
                        .as(IssuedKey.class);
        assertThat(easel.delete(PATH + "/" + other.id(), heir.key()).status()).isEqualTo(204);
    }

    @Test
    void keepsAnAdministratorOfAGuildToItsKeys() {
        var guild = make("{\"scopes\": [\"admin\"], \"tenant\": \"guild-1\"}");
        var own = easel.post(PATH, guild.key(), "{\"scopes\": [\"read\"]}").as(IssuedKey.class);
        assertThat(own.tenant()).isEqualTo("guild-1");
        assertThat(
                        easel.post(
                                        PATH,
                                        guild.key(),
                                        "{\"scopes\": [\"read\"], \"tenant\": \"guild-2\"}")
                                .code())
                .isEqualTo("Forbidden");

        var foreign = make("{\"scopes\": [\"read\"], \"tenant\": \"guild-2\"}");
        assertThat(easel.get(PATH, guild.key()).as(ApiKeyList.class).keys())
                .extracting(ApiKey::tenant)
                .containsOnly("guild-1");
        for (var id : new String[] {foreign.id(), "bootstrap1", "nothing00"}) {
            assertThat(easel.delete(PATH + "/" + id, guild.key()).status()).isEqualTo(404);
            assertThat(easel.post(PATH + "/" + id + "/rotate", guild.key(), "{}").status())
                    .isEqualTo(404);
        }
        assertThat(easel.get(WHO, foreign.key()).status()).isEqualTo(200);
    }

    @Test
    void isForAdministrators() {
        var key = easel.key(Set.of(Scope.READ, Scope.GENERATE, Scope.SETTINGS), null);
        assertThat(easel.get(PATH, key).status()).isEqualTo(403);
        assertThat(easel.post(PATH, key, "{\"scopes\": [\"read\"]}").status()).isEqualTo(403);
        assertThat(easel.get(PATH, "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | FieldRequired",
                "{'scopes': []} | FieldRequired",
                "{'scopes': ['internal']} | NotAChoice",
                "{'scopes': ['read', 'everything']} | NotAChoice",
                "{'scopes': [null]} | NotAChoice",
                "{'scopes': ['read','read','read','read','read']} | TooManyEntries",
                "{'scopes': 'read'} | InvalidBody",
                "{'scopes': ['read'], 'tenant': ''} | FieldRequired",
                "{'scopes': ['read'], 'tenant': 'a\\u000ab'} | ForbiddenCharacters",
                "{'scopes': ['read'], 'label': 'a\\u0000b'} | ForbiddenCharacters",
                "{'scopes': ['read'], 'expires_at': 'soon'} | WrongType",
                "{'scopes': ['read'], 'expires_at': '2020-01-01T00:00:00Z'} | InvalidField",
                "{'scopes': ['read'], 'expires_at': '3000-01-01T00:00:00Z'} | InvalidField",
            })
    void saysWhatAKeyNeeds(String body, String code) {
        var answer = easel.post(PATH, admin, body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 604_801, Long.MAX_VALUE})
    void refusesOverlapsOutOfBounds(long seconds) {
        var key = make("{\"scopes\": [\"read\"]}");
        assertThat(rotate(key.id(), "{\"overlap_seconds\": " + seconds + "}").code())
                .isEqualTo("OutOfRange");
    }

    private static IssuedKey make(String body) {
        var answer = easel.post(PATH, admin, body);
        assertThat(answer.status()).isEqualTo(201);
        return answer.as(IssuedKey.class);
    }

    private static Answer rotate(String id, String body) {
        return easel.post(PATH + "/" + id + "/rotate", admin, body);
    }

    private static ApiKey listed(String id) {
        return easel.get(PATH, admin).as(ApiKeyList.class).keys().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String secret(IssuedKey key) {
        return key.key().substring(key.key().lastIndexOf('_') + 1);
    }

    private static void change(String set, String keyId) {
        database.jdbi()
                .useHandle(h ->
                        assertThat(h.execute("UPDATE api_key SET " + set + " WHERE id = ?", keyId))
                                .isPositive());
    }
}
