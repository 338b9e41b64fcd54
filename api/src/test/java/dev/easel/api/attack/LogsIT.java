package dev.easel.api.attack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsIT {
    private static final String WORDS = "blackcurrant" + UUID.randomUUID();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> capture =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    var cause = event.getThrowableProxy();
                    lines.add(
                            event.getFormattedMessage()
                                    + " "
                                    + event.getKeyValuePairs()
                                    + " "
                                    + event.getMDCPropertyMap()
                                    + (cause == null ? "" : ThrowableProxyUtil.asString(cause)));
                }
            };

    @BeforeEach
    void listen() {
        capture.start();
        root.addAppender(capture);
    }

    @AfterEach
    void stop() {
        root.detachAppender(capture);
    }

    @Test
    void holdNoSecretAndNothingThatPeopleWroteAfterABusyRun() throws IOException {
        try (var easel = TestingEasel.start()) {
            easel.createPool("default", "http://127.0.0.1:9");
            var admin = easel.adminKey.value();
            var key = easel.key(Set.of(Scope.READ, Scope.GENERATE, Scope.SETTINGS), null);
            var wrong = "easel_abcdefgh_" + "Wr0ng".repeat(8);
            var login = easel.post("/api/v1/session", "", Map.of("key", key));
            var cookie = login.response().headers().firstValue("Set-Cookie").orElseThrow();
            var session = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
            var made =
                    easel.post("/api/v1/keys", admin, "{\"scopes\": [\"read\"]}")
                            .json()
                            .path("key")
                            .asText();
            easel.get("/api/v1/requests", wrong);
            easel.post("/api/v1/session", "", Map.of("key", wrong));
            var token = easel.token("stranger", List.of("easel-api"));
            assertThat(easel.get("/api/v1/requests", token).status()).isEqualTo(403);

            var generators = new TestingGenerators(easel);
            generators.make(generators.ask(asked("t1")), 1);
            var cancelled = easel.post("/api/v1/generate", key, asked("t2")).requestId();
            easel.post("/api/v1/requests/" + cancelled + "/cancel", key, "");
            easel.get("/api/v1/requests?text=" + WORDS, key);
            easel.get("/api/v1/threads/" + WORDS + "/context", key);
            easel.get("/api/v1/loras?q=" + WORDS, key);
            easel.post("/api/v1/generate", key, "{\"instruction\": \"" + WORDS + "\"");
            easel.post("/api/v1/generate", key, "{\"instruction\": [\"" + WORDS + "\"]}");
            easel.post("/api/v1/generate", key, Map.of("instruction", WORDS + "\u0000"));
            easel.put(
                    "/api/v1/settings",
                    key,
                    ("{\"guild_id\": \"g1\", \"default_prompt_suffix\": \"" + WORDS + "\"}")
                            .getBytes(StandardCharsets.UTF_8));

            // A call's line may come after its answer.
            easel.stopApi();
            assertThat(lines).as("the run was logged").hasSizeGreaterThan(15);
            for (var secret :
                    List.of(
                            secret(admin),
                            secret(key),
                            secret(wrong),
                            secret(made),
                            session,
                            token,
                            signature(token),
                            WORDS)) {
                assertThat(lines).noneMatch(line -> line.contains(secret));
            }
        }
    }

    private static Map<String, Object> asked(String thread) {
        return Map.of(
                "guild_id",
                "g1",
                "user_id",
                "u1",
                "thread_id",
                thread,
                "instruction",
                WORDS,
                "parameters",
                Map.of("prompt", WORDS, "negative_prompt", "not " + WORDS));
    }

    /** The part that opens; the id before it may be logged. */
    private static String secret(String key) {
        return key.substring(key.lastIndexOf('_') + 1);
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
