package dev.easel.api.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.http.LimitsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileHttpIT {
    private static final Duration BODY_TIME = Duration.ofSeconds(2);

    /** What a client may fall silent after, with a place for its key. */
    private static final List<String> BEGUN =
            List.of(
                    "",
                    "G",
                    "GET /api/v1/requests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n",
                    "POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                            + "Content-Length: 60000\r\n\r\n{\"instruction\": \"a c",
                    "POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n1000\r\n{",
                    "POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");

    private static TestingEasel easel;
    private static String key;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setLimits(
                new LimitsConfig(List.of(), 6000, 100_000, 100_000, 6000, 10_000, BODY_TIME));
        easel.setPublicUrl(URI.create("https://pictures.example"));
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
        key = easel.adminKey.value();
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/health",
                "/api/v1/requests",
                "/api/v1/session",
                "/api/v1/nothing",
                "/api/v1/requests?limit=many",
                "/api/docs/nothing",
                "/api/docs",
                "/api/v1/openapi.yaml",
            })
    void tellsBrowsersToDoNothingWithAnyAnswer(String path) {
        for (var credential : List.of("", key)) {
            var headers = easel.get(path, credential).response().headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
            assertThat(headers.firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void refusesWhatIsNotHttpWithoutRepeatingIt() throws IOException {
        try (var wire = wire()) {
            var answer = wire.head("GET /<script>alert(1)</script> HTTP/1.1", "Host: x").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).doesNotContain("script>");
            assertThat(answer.head()).contains("x-content-type-options: nosniff");
        }
    }

    @Test
    void refusesARequestLineThatIsTooLong() throws IOException {
        try (var wire = wire()) {
            var answer =
                    wire.head("GET /api/v1/requests?text=" + "x".repeat(9000) + " HTTP/1.1")
                            .answer();
            assertThat(answer.status()).isIn(400, 414);
        }
    }

    @Test
    void refusesHeadersThatAreTooLarge() throws IOException {
        try (var wire = wire()) {
            var answer =
                    wire.head(
                                    "GET /api/v1/health HTTP/1.1",
                                    "Host: easel",
                                    "X-Filler: " + "x".repeat(17 * 1024))
                            .answer();
            assertThat(answer.status()).isIn(400, 431);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/docs/../../../../etc/passwd",
                "/api/docs/..%2f..%2f..%2fetc%2fpasswd",
                "/api/docs/%2e%2e/%2e%2e/etc/passwd",
                "/api/docs/..;/..;/etc/passwd",
                "/api/docs/..%5c..%5cetc%5cpasswd",
                "//etc/passwd",
                "/api/v1/requests/..%2f..%2fopenapi.yaml",
                "/api/v1/requests/%00",
                "/api/v1/requests/7b1f0e6a-3f0d-4e55-9c1c-2f1f5f3c9a10/images/..%2f0",
                "/api/v1/settings/%0d%0aSet-Cookie:%20a=b?guild_id=g1",
                "/api/v1/threads/%0d%0aSet-Cookie:%20a=b/context",
                "/api/v1/keys/%2e%2e",
            })
    void servesNothingBesideWhatItServes(String path) throws IOException {
        try (var wire = wire()) {
            var answer = wire.head("GET " + path + " HTTP/1.1", authorized()).answer();
            assertThat(answer.status()).isIn(400, 404, 405);
            assertThat(answer.text()).doesNotContain("root:");
            assertThat(answer.head()).doesNotContain("set-cookie");
        }
    }

    @Test
    void putsNothingOfACallIntoHeaders() throws IOException {
        try (var wire = wire()) {
            var answer =
                    wire.head(
                                    "GET /api/v1/health HTTP/1.1",
                                    "X-Request-ID: a%0d%0aSet-Cookie: a=b",
                                    "Host: easel",
                                    "Connection: close")
                            .answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head()).doesNotContain("set-cookie", "%0d%0a");
        }
        var accepted =
                easel.post(
                        "/api/v1/generate",
                        key,
                        Map.of(
                                "guild_id", "g1",
                                "user_id", "u1",
                                "thread_id", "../../evil",
                                "instruction", "a cat\r\nSet-Cookie: a=b"));
        assertThat(accepted.response().headers().firstValue("Location"))
                .contains("/api/v1/requests/" + accepted.requestId());
        assertThat(accepted.response().headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"guild_id", "user_id", "thread_id"})
    void takesNoLineBreaksInIds(String field) {
        var body =
                new HashMap<String, Object>(
                        Map.of(
                                "guild_id", "g1",
                                "user_id", "u1",
                                "thread_id", "t1",
                                "instruction", "a cat"));
        body.put(field, "a\r\nb");
        var answer = easel.post("/api/v1/generate", key, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("ForbiddenCharacters");
    }

    @Test
    void refusesABodyThatSaysThatItIsTooLargeBeforeItComes() throws IOException {
        try (var wire = wire()) {
            var answer =
                    wire.head(
                                    "POST /api/v1/generate HTTP/1.1",
                                    authorized(),
                                    "Content-Length: 1000000000")
                            .answer();
            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() throws IOException {
        try (var wire = wire()) {
            wire.head("POST /api/v1/generate HTTP/1.1", authorized(), "Transfer-Encoding: chunked");
            var chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            var written = 0;
            try {
                for (; written < 16_384; written++) {
                    wire.text(chunk);
                }
            } catch (SocketException e) {
                // The server has closed.
            }
            assertThat(written).as("chunks of 4 KiB before the server closed").isLessThan(16_384);
            assertThat(wire.answer().status()).isIn(0, 413);
        }
    }

    @Test
    void readsNoBodyOfAStranger() throws IOException {
        try (var wire = wire()) {
            var answer =
                    wire.head(
                                    "POST /api/v1/generate HTTP/1.1",
                                    "Host: easel",
                                    "Connection: close",
                                    "Content-Length: 60000")
                            .answer();
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void cutsOffABodyThatTricklesIn() throws IOException {
        var start = System.nanoTime();
        try (var wire = wire()) {
            wire.head("POST /api/v1/generate HTTP/1.1", authorized(), "Content-Length: 60000");
            assertThat(trickle(wire)).as("bytes that were taken").isLessThan(1000);
            assertThat(wire.answer().status()).isIn(0, 408);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(BODY_TIME.minusMillis(500), BODY_TIME.multipliedBy(5));
    }

    @Test
    void cutsOffManyWhoStopSendingAndServesOthersMeanwhile() throws IOException {
        var start = System.nanoTime();
        var wires = new ArrayList<Wire>();
        try {
            for (var i = 0; i < 300; i++) {
                wires.add(wire().text(BEGUN.get(i % BEGUN.size()).formatted(key)));
            }
            assertThat(easel.get("/api/v1/requests", key).status()).isEqualTo(200);
            for (var i = 0; i < wires.size(); i++) {
                var wire = wires.get(i);
                assertThat(wire.answer().status())
                        .as(BEGUN.get(i % BEGUN.size()))
                        .isIn(0, 401, 408);
                assertThat(wire.isClosed()).as(BEGUN.get(i % BEGUN.size())).isTrue();
            }
        } finally {
            for (var wire : wires) {
                wire.close();
            }
        }
        // A stranger's body has its time after the answer.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(BODY_TIME.minusMillis(500), BODY_TIME.multipliedBy(5));
    }

    @Test
    void saysToWhomStopsSendingThatItWasTooSlow() throws IOException {
        try (var wire = wire()) {
            wire.head("POST /api/v1/generate HTTP/1.1", "Host: x", bearer(), "Content-Length: 9")
                    .text("{\"us");
            var answer = wire.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("BodyTooSlow");
            assertThat(answer.head()).contains("connection: close");
            assertThat(wire.isClosed()).isTrue();
        }
        try (var wire = wire()) {
            var answer = wire.text("GET /api/v1/health HTTP/1.1\r\nHo").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void countsATimeForEachRequestOnAConnectionThatIsKept() throws IOException {
        try (var wire = wire()) {
            for (var i = 0; i < 2; i++) {
                var answer = wire.head("GET /api/v1/health HTTP/1.1", "Host: x").answer();
                assertThat(answer.status()).isEqualTo(200);
            }
            var start = System.nanoTime();
            wire.head("GET /api/v1/health HTTP/1.1", "Host: x")
                    .head("GET /api/v1/health HTTP/1.1", "Host: x")
                    .text("GET /api/v1/health");
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().status()).isEqualTo(408);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(BODY_TIME);
        }
    }

    @Test
    void closesAfterAnAnswerThatIsTheLastAndReadsNoFurtherRequest() throws IOException {
        try (var wire = wire()) {
            wire.head("GET /api/v1/health HTTP/1.1", "Host: x", "Connection: close")
                    .head("GET /api/v1/nothing HTTP/1.1", "Host: x");
            assertThat(wire.answer().status()).isEqualTo(200);
            assertThat(wire.answer().text()).isEmpty();
            assertThat(wire.isClosed()).isTrue();
        }
    }

    /** A byte at a time, until the server has said something. */
    private static int trickle(Wire wire) {
        var sent = 0;
        try {
            var pause = new Semaphore(0);
            while (sent < 1000 && !wire.isAnswered()) {
                wire.text("x");
                sent++;
                assertThat(pause.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
            }
        } catch (IOException e) {
            // The server has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "x-bomb"})
    void unpacksNoBodies(String encoding) throws IOException {
        try (var wire = wire()) {
            var bomb = bomb();
            wire.head(
                            "POST /api/v1/generate HTTP/1.1",
                            authorized(),
                            "Content-Encoding: " + encoding,
                            "Content-Length: " + bomb.length)
                    .bytes(bomb);
            assertThat(wire.answer().status()).isIn(400, 415);
        }
    }

    /** 32 MiB of spaces, which JSON may begin with. */
    private static byte[] bomb() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 32; i++) {
                gzip.write(spaces);
            }
        }
        return packed.toByteArray();
    }

    private static Wire wire() throws IOException {
        return Wire.to(easel.api().port());
    }

    private static String bearer() {
        return "Authorization: Bearer " + key;
    }

    /** With a host, and the wish that the answer is the last on the connection. */
    private static String authorized() {
        return "Host: easel\r\nConnection: close\r\n" + bearer();
    }
}
