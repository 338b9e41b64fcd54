package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.easel.api.TestingEasel;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.service.RequestId;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OriginalsIT {
    private static final URI HERE = URI.create("https://pictures.example");
    private static final OriginalLinks.Config LINKS =
            new OriginalLinks.Config(
                    List.of(new OriginalLinks.Key("k1", new byte[32])), Duration.ofDays(30));

    private static TestingEasel easel;
    private static TestingGenerators generators;
    private static UUID made;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.stopApi();
        easel.setPublicUrl(HERE);
        easel.setLinks(LINKS);
        easel.startApi();
        easel.createPool("default", "http://127.0.0.1:9");
        generators = new TestingGenerators(easel);
        made = generators.made(Ask.generate("originals"));
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void showsTheOriginalToWhoeverHasTheAddress() {
        var original = easel.get(link(made), "");
        assertThat(original.status()).isEqualTo(200);
        var stored = easel.get("/api/v1/requests/" + made + "/images/0", easel.adminKey.value());
        assertThat(original.response().body()).isEqualTo(stored.response().body());
        assertThat(header(original, "Content-Type")).isEqualTo("image/png");
        assertThat(header(original, "Content-Disposition"))
                .isEqualTo(
                        "inline; filename=\"easel-" + made.toString().substring(0, 8) + "-1.png\"");
        assertThat(header(original, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(original, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(original, "X-Content-Type-Options")).isEqualTo("nosniff");
        var part = easel.get(link(made), "", "Range", "bytes=1-3");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.response().body()).isEqualTo(new byte[] {'P', 'N', 'G'});
        var known = easel.get(link(made), "", "If-None-Match", header(original, "ETag"));
        assertThat(known.status()).isEqualTo(304);
    }

    @Test
    void tellsTheHeadOfTheOriginalToWhoeverHasTheAddress() {
        var original = easel.get(link(made), "");
        var head = easel.head(link(made), "");
        assertThat(head.status()).isEqualTo(200);
        for (var name : List.of("Content-Length", "Content-Disposition", "ETag", "X-Robots-Tag")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(original, name));
        }
        var wrong = link(made).replaceAll("signature=.", "signature=_");
        for (var accept : List.of("*/*", "text/html")) {
            assertThat(easel.head(wrong, "", "Accept", accept).status()).isEqualTo(404);
        }
        assertThat(easel.get(link(made), "").status()).isEqualTo(200);
    }

    @Test
    void doesNotTellAWrongSignatureFromAPictureThatIsNotThere() {
        var wrong = easel.get(link(made).replaceAll("signature=.", "signature=_"), "");
        var nothing = easel.get(signed(UUID.randomUUID(), LINKS.lasts()), "");
        var unsigned = easel.get("/api/v1/originals/" + made + "/0", "");
        for (var refused : List.of(wrong, nothing, unsigned)) {
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.json().path("detail")).isEqualTo(nothing.json().path("detail"));
            assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void saysThatAnAddressHasExpired() {
        var expired = signed(made, Duration.ofDays(-2));
        assertThat(easel.get(expired, "").status()).isEqualTo(410);
        assertThat(easel.get(expired, "").code()).isEqualTo("LinkExpired");
        var page = easel.get(expired, "", "Accept", "text/html,*/*", "Accept-Language", "ja,en");
        assertThat(page.status()).isEqualTo(410);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(header(page, "Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(new String(page.response().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("期限が切れています");
        var english = easel.get(expired, "", "Accept", "text/html");
        assertThat(new String(english.response().body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("This link has expired.");
    }

    @Test
    void showsNothingOfADeletedRequest() {
        var deleted = generators.made(Ask.generate("to-delete"));
        var link = link(deleted);
        assertThat(easel.get(link, "").status()).isEqualTo(200);
        easel.conclude(deleted, ConditionStatus.TRUE, Reason.COMPLETED, "done");
        TestingEasel.await()
                .until(() ->
                        easel.delete("/api/v1/requests/" + deleted, easel.adminKey.value()).status()
                                == 204);
        assertThat(easel.get(link, "").status()).isEqualTo(404);
    }

    @Test
    void leavesNoSignatureInTheLog() {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            // Lines of calls before this one may still come.
            easel.get(link(made), "", RequestId.HEADER, "link-in-force");
            easel.get(signed(made, Duration.ofDays(-2)), "", RequestId.HEADER, "link-in-vain");
            TestingEasel.await().until(() -> lines(log).anyMatch(isOf("link-in-force")));
            TestingEasel.await().until(() -> lines(log).anyMatch(isOf("link-in-vain")));
        } finally {
            root.detachAppender(log);
        }
        assertThat(lines(log))
                .noneMatch(line -> line.contains("signature") || line.contains("expires="));
    }

    private static Predicate<String> isOf(String requestId) {
        return line -> line.contains(requestId) && line.contains("/api/v1/originals/{id}/{n}");
    }

    private static Stream<String> lines(ListAppender<ILoggingEvent> log) {
        return List.copyOf(log.list).stream()
                .map(e -> e.getFormattedMessage() + e.getKeyValuePairs() + e.getMDCPropertyMap());
    }

    /** Without the server's name. */
    private static String link(UUID request) {
        var detail =
                easel.get("/api/v1/requests/" + request, easel.adminKey.value())
                        .as(RequestDetail.class);
        var link = Objects.requireNonNull(detail.images().getFirst().link());
        assertThat(link).startsWith(HERE + "/api/v1/originals/");
        return link.substring(HERE.toString().length());
    }

    /** As this api signs, at another time. */
    private static String signed(UUID request, Duration lasts) {
        var config = new OriginalLinks.Config(LINKS.keys(), lasts);
        var link =
                Objects.requireNonNull(
                        new OriginalLinks(HERE, config, Clock.systemUTC()).link(request, 0));
        return link.substring(HERE.toString().length());
    }

    private static String header(TestingEasel.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElseThrow();
    }
}
