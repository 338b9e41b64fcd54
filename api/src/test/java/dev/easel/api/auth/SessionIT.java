package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.easel.api.Database;
import dev.easel.api.TestingEasel;
import dev.easel.api.TestingEasel.Answer;
import dev.easel.protocol.client.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIT {
    private static final String PATH = "/api/v1/session";
    private static final String[] FROM_THE_PAGE = {"Sec-Fetch-Site", "same-origin"};
    private static TestingEasel easel;
    private static Database database;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        database = easel.openDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
        easel.close();
    }

    @Test
    void letsTheBrowserInWithACookieThatIsForWhatTheKeyIsFor() {
        var key = easel.key(Set.of(Scope.READ, Scope.GENERATE), "guild-1");
        var login = login(key);
        assertThat(login.status()).isEqualTo(200);
        var state = login.as(SessionState.class);
        assertThat(state.caller()).isEqualTo("key:" + key.split("_", -1)[1]);
        assertThat(state.scopes()).containsExactly("generate", "read");
        assertThat(state.tenant()).isEqualTo("guild-1");
        assertThat(state.expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofDays(30)), within(1, ChronoUnit.MINUTES));

        var cookie = cookie(login);
        assertThat(get(PATH, cookie).as(SessionState.class)).isEqualTo(state);
        assertThat(get("/api/v1/requests", cookie).status()).isEqualTo(200);
        assertThat(get("/api/v1/requests?guild_id=guild-2", cookie).json().path("requests"))
                .isEmpty();
        var put = easel.put("/api/v1/settings", "", new byte[0], with(cookie, FROM_THE_PAGE));
        assertThat(put.code()).isEqualTo("Forbidden");
    }

    @Test
    void givesACookieThatNoScriptAndNoOtherSiteCanUse() {
        var cookie = setCookie(login(easel.key(Set.of(Scope.READ), null)));
        assertThat(cookie)
                .startsWith("easel_session=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000")
                .doesNotContain("Domain", "Secure");
    }

    @Test
    void keepsOnlyAHashOfTheToken() {
        var token = cookie(login(easel.key(Set.of(Scope.READ), null))).split("=", 2)[1];
        var rows =
                database.jdbi()
                        .withHandle(h ->
                                h.createQuery("SELECT session::text FROM session")
                                        .mapTo(String.class)
                                        .list());
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(token));
    }

    @Test
    void letsThePageChangeThingsAndNoOtherSite() {
        var cookie = cookie(login(easel.key(Set.of(Scope.GENERATE), null)));
        var path = "/api/v1/threads/nothing/reset";
        assertThat(post(path, cookie).code()).isEqualTo("CrossSite");
        assertThat(post(path, cookie, "Sec-Fetch-Site", "cross-site").code())
                .isEqualTo("CrossSite");
        assertThat(post(path, cookie, "Origin", "https://evil.example").code())
                .isEqualTo("CrossSite");
        assertThat(post(path, cookie, FROM_THE_PAGE).status()).isEqualTo(404);
        var own = "http://127.0.0.1:" + easel.api().port();
        assertThat(post(path, cookie, "Origin", own).status()).isEqualTo(404);
    }

    @Test
    void refusesLoginsThatAnotherSiteMakes() {
        var key = easel.key(Set.of(Scope.READ), null);
        assertThat(login(key, "Origin", "https://evil.example").code()).isEqualTo("CrossSite");
        assertThat(login(key, "Sec-Fetch-Site", "cross-site").code()).isEqualTo("CrossSite");
        assertThat(login(key, FROM_THE_PAGE).status()).isEqualTo(200);
    }

    @Test
    void prefersTheHeaderToTheCookie() {
        var cookie = cookie(login(easel.key(Set.of(Scope.READ), "guild-1")));
        var other = easel.key(Set.of(Scope.READ), "guild-2");
        assertThat(easel.get(PATH, other, "Cookie", cookie).as(SessionState.class).tenant())
                .isEqualTo("guild-2");
        assertThat(easel.get(PATH, "nonsense", "Cookie", cookie).status()).isEqualTo(401);
    }

    @Test
    void endsWithTheLogout() {
        var cookie = cookie(login(easel.key(Set.of(Scope.READ), null)));
        assertThat(easel.delete(PATH, "", "Cookie", cookie).code()).isEqualTo("CrossSite");
        var logout = easel.delete(PATH, "", with(cookie, FROM_THE_PAGE));
        assertThat(logout.status()).isEqualTo(204);
        assertThat(setCookie(logout))
                .startsWith("easel_session=;")
                .contains("Expires=Thu, 1 Jan 1970 00:00:00 GMT");
        assertThat(get(PATH, cookie).status()).isEqualTo(401);
        assertThat(easel.delete(PATH, "").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revoked_at = now()",
                "expires_at = now() - interval '1 second'",
            })
    void endsWithItsKey(String end) {
        var key = easel.key(Set.of(Scope.READ), null);
        var cookie = cookie(login(key));
        assertThat(get(PATH, cookie).status()).isEqualTo(200);
        change("UPDATE api_key SET " + end + " WHERE id = ?", key.split("_", -1)[1]);
        assertThat(get(PATH, cookie).status()).isEqualTo(401);
        assertThat(easel.get(PATH, key).status()).isEqualTo(401);
        assertThat(login(key).status()).isEqualTo(401);
    }

    @Test
    void endsByItself() {
        var key = easel.key(Set.of(Scope.READ), null);
        var cookie = cookie(login(key));
        change(
                "UPDATE session SET expires_at = now() - interval '1 second' WHERE key_id = ?",
                key.split("_", -1)[1]);
        assertThat(get(PATH, cookie).status()).isEqualTo(401);
    }

    @Test
    void outlivesNoKey() {
        var key = easel.key(Set.of(Scope.READ), null);
        change(
                "UPDATE api_key SET expires_at = now() + interval '1 hour' WHERE id = ?",
                key.split("_", -1)[1]);
        assertThat(login(key).as(SessionState.class).expiresAt())
                .isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void endsTheOldestOfTooMany() {
        var key = easel.key(Set.of(Scope.READ), null);
        var first = cookie(login(key));
        for (int i = 1; i < Sessions.EACH_KEY_MAX; i++) {
            login(key);
        }
        assertThat(get(PATH, first).status()).isEqualTo(200);
        login(key);
        assertThat(get(PATH, first).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "easel_session",
                "easel_session=",
                "easel_session=nonsense",
                "easel_session=\"; x",
                "=;=;;==,",
            })
    void takesNothingElseForACookie(String cookie) {
        assertThat(get(PATH, cookie).status()).isIn(400, 401);
        assertThat(get("/api/v1/requests", cookie).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"key\": null}", "{\"key\": \"  \"}", "{\"key\": 7}", "[]", ""})
    void saysWhatALoginNeeds(String body) {
        assertThat(easel.post(PATH, "", body).status()).isIn(400, 401);
    }

    @Test
    void takesNoKeyThatIsTooLong() {
        assertThat(login("easel_" + "x".repeat(200)).code()).isEqualTo("TooLong");
    }

    @Test
    void tellsWhoHoldsAKeyOrAToken() {
        var answer = easel.get(PATH, easel.token("easel-bot", List.of("easel-api")));
        var state = answer.as(SessionState.class);
        assertThat(state.caller()).isEqualTo("serviceaccount:easel-bot");
        assertThat(state.expiresAt()).isNull();
    }

    @Test
    void refusesAccountsThatMayNotCallAndTokensForOthers() {
        var stranger = easel.get(PATH, easel.token("stranger", List.of("easel-api")));
        assertThat(stranger.status()).isEqualTo(403);
        var elsewhere = easel.get(PATH, easel.token("easel-bot", List.of("another-service")));
        assertThat(elsewhere.status()).isEqualTo(401);
    }

    private static void change(String sql, String keyId) {
        database.jdbi().useHandle(h -> assertThat(h.execute(sql, keyId)).isPositive());
    }

    private static Answer login(String key, String... headers) {
        return easel.post(PATH, "", Map.of("key", key), headers);
    }

    private static Answer get(String path, String cookie) {
        return easel.get(path, "", "Cookie", cookie);
    }

    private static Answer post(String path, String cookie, String... headers) {
        return easel.post(path, "", "", with(cookie, headers));
    }

    private static String[] with(String cookie, String... headers) {
        var all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Cookie";
        all[1] = cookie;
        return all;
    }

    private static String setCookie(Answer answer) {
        return answer.response().headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static String cookie(Answer login) {
        return setCookie(login).split(";", 2)[0];
    }
}
