package dev.easel.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.http.ClientAddress;
import dev.easel.api.http.LimitsConfig;
import dev.easel.protocol.client.Problem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test is another client behind the same trusted proxy. */
class GuessesIT {
    private static final int FAILURES = 3;
    private static final String SESSION = "/api/v1/session";
    private static TestingEasel easel;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setLimits(
                new LimitsConfig(
                        List.of(ClientAddress.Network.parse("127.0.0.0/8")),
                        FAILURES,
                        100_000,
                        100_000,
                        6000,
                        10_000,
                        Duration.ofSeconds(30)));
        easel.setPublicUrl(URI.create("https://pictures.example"));
        easel.startApi();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void makesWhoeverGuessesKeysWait() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(login(guess(i), "203.0.113.1").status()).isEqualTo(401);
        }
        var refused = login(guess(FAILURES), "203.0.113.1");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.as(Problem.class).params()).containsEntry("limit", "failed_logins");
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);

        var neverSeen = easel.key(Set.of(Scope.READ), null);
        assertThat(login(neverSeen, "203.0.113.1").status())
                .as("a guess that is right is not told from one that is wrong")
                .isEqualTo(429);
        assertThat(login(neverSeen, "203.0.113.2").status()).isEqualTo(200);
    }

    @Test
    void countsEveryKindOfCredential() {
        assertThat(get("easel_abcdef_" + "x".repeat(40), "203.0.113.3").status()).isEqualTo(401);
        assertThat(get("not.a.token", "203.0.113.3").status()).isEqualTo(401);
        assertThat(
                        easel.get(SESSION, "", from("203.0.113.3", "Cookie", "easel_session=x"))
                                .status())
                .isEqualTo(401);
        assertThat(get("nonsense", "203.0.113.3").status()).isEqualTo(429);
    }

    @Test
    void letsInWhoWasThereBeforeTheGuessing() {
        var key = easel.key(Set.of(Scope.READ), null);
        assertThat(get(key, "203.0.113.4").status()).isEqualTo(200);
        for (int i = 0; i <= FAILURES; i++) {
            get(guess(i), "203.0.113.4");
        }
        assertThat(get(guess(0), "203.0.113.4").status()).isEqualTo(429);
        assertThat(get(key, "203.0.113.4").status()).isEqualTo(200);
    }

    @Test
    void countsNoCallThatShowsNothing() {
        for (int i = 0; i < 3 * FAILURES; i++) {
            assertThat(get("", "203.0.113.5").status()).isEqualTo(401);
        }
    }

    @Test
    void keepsTheCookieToHttpsWhereThePublicUrlIs() {
        var login = login(easel.key(Set.of(Scope.READ), null), "203.0.113.6");
        assertThat(login.response().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Secure");
    }

    private static String guess(int n) {
        return "easel_guess" + n + "_" + "x".repeat(40);
    }

    private static TestingEasel.Answer login(String key, String client) {
        return easel.post(SESSION, "", Map.of("key", key), from(client));
    }

    private static TestingEasel.Answer get(String credential, String client) {
        return easel.get(SESSION, credential, from(client));
    }

    private static String[] from(String client, String... more) {
        return more.length == 0
                ? new String[] {"X-Forwarded-For", client}
                : new String[] {"X-Forwarded-For", client, more[0], more[1]};
    }
}
