package dev.easel.api.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.openapi.Description;
import dev.easel.api.openapi.Description.Operation;
import dev.easel.api.work.TestingGenerators;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every operation of the document, also those that come later, as a stranger and as another
 * guild's administrator who knows all ids of a guild.
 */
class ForeignTenantIT {
    private static final String MARK = "lighthouse-" + UUID.randomUUID();
    private static final String GUILD = "owner-" + UUID.randomUUID();
    private static final String USER = "user-" + UUID.randomUUID();
    private static final String THREAD = "thread-" + UUID.randomUUID();
    private static TestingEasel easel;
    private static UUID request;
    private static String keyId;
    private static String owner;
    private static String foreign;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        owner = easel.key(Set.of(Scope.ADMIN), GUILD);
        foreign = easel.key(Set.of(Scope.ADMIN), "another-guild");
        keyId = owner.split("_", -1)[1];
        var generators = new TestingGenerators(easel);
        request = generators.ask(body(GUILD));
        generators.make(request, 1);
        var settings =
                """
                {"guild_id": "%s", "default_prompt_suffix": "%s"}
                """
                        .formatted(GUILD, MARK);
        assertThat(
                        easel.put(
                                        "/api/v1/settings",
                                        owner,
                                        settings.getBytes(StandardCharsets.UTF_8))
                                .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    static Stream<Operation> operations() {
        return Description.get().operations().stream().filter(Operation::needsCredentials);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isClosedToStrangers(Operation operation) throws Exception {
        assertThat(call(operation, "").status()).isEqualTo(401);
        assertThat(call(operation, "easel_abcdefgh_" + "x".repeat(40)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void showsAnotherGuildNothing(Operation operation) throws Exception {
        var answer = call(operation, foreign);
        var status = answer.status();
        // Confirming twice is no error, so confirming what is another's is none either.
        if (operation.path().matches("/api/v1/(requests|threads|keys)/\\{.*")) {
            assertThat(status).isEqualTo(404);
        }
        if (!operation.streams()) {
            assertThat(answer.body())
                    .as("status " + status)
                    .doesNotContain(MARK, USER, keyId)
                    .satisfies(body -> {
                        if (status < 300) {
                            assertThat(body).doesNotContain(GUILD, THREAD, request.toString());
                        }
                    });
        }
    }

    @Test
    void leavesEverythingAsItWas() throws Exception {
        for (var operation : operations().toList()) {
            call(operation, foreign);
        }
        var detail = easel.get("/api/v1/requests/" + request, owner).json();
        assertThat(detail.path("original_instruction").asText()).isEqualTo(MARK);
        assertThat(detail.path("images")).hasSize(1);
        assertThat(
                        easel.get("/api/v1/settings?guild_id=" + GUILD, owner)
                                .json()
                                .path("default_prompt_suffix")
                                .asText())
                .isEqualTo(MARK);
        assertThat(easel.get("/api/v1/keys", owner).json().path("keys")).hasSize(1);
        var context =
                easel.get("/api/v1/threads/" + THREAD + "/context?guild_id=" + GUILD, owner).json();
        assertThat(context.path("generation_history")).hasSize(1);
    }

    /** An answer; of a stream only its status. */
    private record Answer(int status, String body) {}

    private static Answer call(Operation operation, String credential) throws Exception {
        var path =
                operation
                                .path()
                                .replace("{request_id}", request.toString())
                                .replace("{index}", "0")
                                .replace("{thread_id}", THREAD)
                                .replace("{key_id}", keyId)
                                .replace("{user_id}", USER)
                                .replace("{key}", "prompt_suffix")
                        + "?guild_id="
                        + GUILD
                        + (operation.streams() ? "" : "&user_id=" + USER);
        var call =
                easel.builder(path, credential)
                        .header("Content-Type", "application/json")
                        .method(
                                operation.method(),
                                operation.node().has("requestBody")
                                        ? BodyPublishers.ofString(text(operation))
                                        : BodyPublishers.noBody())
                        .build();
        if (operation.streams()) {
            var stream = easel.http().send(call, HttpResponse.BodyHandlers.ofInputStream());
            stream.body().close();
            return new Answer(stream.statusCode(), "");
        }
        var answer = easel.http().send(call, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** As valid as it can be, so that nothing but the guild is in the way. */
    private static String text(Operation operation) {
        return switch (operation.path()) {
            case "/api/v1/generate" ->
                    """
                    {"guild_id": "%s", "user_id": "%s", "thread_id": "%s", "instruction": "a cat"}
                    """
                            .formatted(GUILD, USER, THREAD);
            case "/api/v1/settings" ->
                    """
                    {"guild_id": "%s", "default_prompt_suffix": "stolen"}
                    """
                            .formatted(GUILD);
            case "/api/v1/keys" ->
                    """
                    {"tenant": "%s", "scopes": ["read"]}
                    """
                            .formatted(GUILD);
            default -> "{}";
        };
    }

    private static Map<String, Object> body(String guild) {
        return Map.of("guild_id", guild, "user_id", USER, "thread_id", THREAD, "instruction", MARK);
    }
}
