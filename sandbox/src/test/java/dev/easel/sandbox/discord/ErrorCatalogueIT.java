package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.dv8tion.jda.api.requests.ErrorResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that a bot like ours may be answered with can be brought about by its code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorCatalogueIT {
    /** Of these a bot must know what to tell a user, or why nobody. */
    private static final Set<Integer> NEEDED =
            Set.of(
                    10003, 10004, 10008, 10014, 10015, 10062, 20009, 20028, 30010, 30015, 30032,
                    30034, 30046, 40005, 40060, 40094, 50001, 50005, 50013, 50024, 50027, 50035,
                    50045, 50046, 50083, 90001, 160002, 160004, 160005, 160006, 200000, 240000,
                    400001);

    /** Codes for which the client in use has no name of its own. */
    private static final Set<Integer> UNNAMED = Set.of(30032, 400001);

    private DiscordStandIn standIn;
    private TestingRest rest;

    @BeforeAll
    void start() {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        rest = new TestingRest(standIn);
    }

    @AfterAll
    void stop() {
        rest.close();
        standIn.close();
    }

    static Stream<Integer> codes() {
        return new TreeSet<>(DiscordError.codes()).stream();
    }

    @Test
    void knowsEveryErrorThatMatters() {
        assertThat(DiscordError.codes()).containsAll(NEEDED);
    }

    @ParameterizedTest(name = "answers {0} when told")
    @MethodSource("codes")
    void answersWhenTold(int code) {
        standIn.faults().onRequest("GET", "/users/@me", 1, Faults.Action.refused(code));

        var refused = rest.get("users/@me");

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.status()).isEqualTo(DiscordError.of(code).status());
        assertThat(refused.body().path("message").asText()).isNotBlank();
    }

    @ParameterizedTest(name = "the client in use knows {0}")
    @MethodSource("codes")
    void theClientInUseKnows(int code) {
        var named =
                Stream.of(ErrorResponse.values()).anyMatch(response -> response.getCode() == code);

        assertThat(named).isEqualTo(!UNNAMED.contains(code));
    }
}
