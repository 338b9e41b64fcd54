package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.work.TestingGenerators;
import dev.easel.api.work.TestingGenerators.Ask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesIT {
    private static TestingEasel easel;
    private static String key;
    private static UUID made;

    @BeforeAll
    static void start() throws IOException {
        easel = TestingEasel.start();
        easel.createPool("default", "http://127.0.0.1:9");
        key = easel.adminKey.value();
        made = new TestingGenerators(easel).made(Ask.generate("images"));
    }

    @AfterAll
    static void stop() {
        easel.close();
    }

    @Test
    void givesAThumbnailAsJpeg() throws IOException {
        var small = easel.get(image("/thumbnail?size=512"), key);
        assertThat(small.status()).isEqualTo(200);
        assertThat(header(small, "Content-Type")).isEqualTo("image/jpeg");
        var picture = ImageIO.read(new ByteArrayInputStream(small.response().body()));
        assertThat(picture.getWidth()).isEqualTo(64);
        assertThat(easel.get(image("/thumbnail"), key).status()).isEqualTo(200);
    }

    @Test
    void refusesOtherSizes() {
        var refused = easel.get(image("/thumbnail?size=1024"), key);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("NotAChoice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/thumbnail?size=256"})
    void isKeptByBrowsersAndKnownAgain(String what) {
        var whole = easel.get(image(what), key);
        assertThat(header(whole, "Cache-Control")).contains("private").contains("immutable");
        assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
        var tag = header(whole, "ETag");
        var modified = header(whole, "Last-Modified");
        for (var known :
                new String[][] {
                    {"If-None-Match", tag},
                    {"If-None-Match", "\"other\", W/" + tag},
                    {"If-None-Match", "*"},
                    {"If-Modified-Since", modified},
                }) {
            var again = easel.get(image(what), key, known);
            assertThat(again.status()).as(String.join(" ", known)).isEqualTo(304);
            assertThat(header(again, "ETag")).isEqualTo(tag);
            assertThat(again.response().body()).isEmpty();
        }
        for (var unknown :
                new String[][] {
                    {"If-None-Match", "\"other\""},
                    {"If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT"},
                    {"If-Modified-Since", "yesterday"},
                    {"If-None-Match", "\"other\"", "If-Modified-Since", modified},
                }) {
            var again = easel.get(image(what), key, unknown);
            assertThat(again.status()).as(String.join(" ", unknown)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/thumbnail?size=256"})
    void givesTheParts(String what) {
        var whole = easel.get(image(what), key);
        var bytes = whole.response().body();
        var part = easel.get(image(what), key, "Range", "bytes=10-19");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.response().body()).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 10-19/" + bytes.length);
        var end = easel.get(image(what), key, "Range", "bytes=-5");
        assertThat(end.response().body())
                .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 5, bytes.length));

        var beyond = easel.get(image(what), key, "Range", "bytes=" + bytes.length + "-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.code()).isEqualTo("RangeNotSatisfiable");
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + bytes.length);

        for (var same : new String[] {header(whole, "ETag"), header(whole, "Last-Modified")}) {
            assertThat(ranged(what, same)).as(same).isEqualTo(206);
        }
        for (var other :
                new String[] {
                    "\"other\"", "W/" + header(whole, "ETag"), "Thu, 01 Jan 2015 00:00:00 GMT"
                }) {
            assertThat(ranged(what, other)).as(other).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/thumbnail", "/thumbnail?size=512"})
    void tellsAllButThePictureToWhoAsksForItsHead(String what) {
        var whole = easel.get(image(what), key);
        for (var head :
                List.of(
                        easel.head(image(what), key),
                        easel.head(image(what), key, "Range", "bytes=0-3"))) {
            assertThat(head.status()).isEqualTo(200);
            for (var name :
                    List.of(
                            "Content-Length",
                            "Content-Type",
                            "ETag",
                            "Last-Modified",
                            "Accept-Ranges",
                            "Cache-Control")) {
                assertThat(header(head, name)).as(name).isEqualTo(header(whole, name));
            }
        }
        var known = easel.head(image(what), key, "If-None-Match", header(whole, "ETag"));
        assertThat(known.status()).isEqualTo(304);
        var problem = easel.head("/api/v1/requests/" + made + "/images/7", key);
        assertThat(problem.status()).isEqualTo(404);
        assertThat(header(problem, "Content-Type")).isEqualTo("application/json");
        assertThat(easel.head("/api/v1/queue", key).status()).isEqualTo(405);
        assertThat(easel.head(image(what), "").status()).isEqualTo(401);
    }

    private static int ranged(String what, String ifRange) {
        return easel.get(image(what), key, "Range", "bytes=0-3", "If-Range", ifRange).status();
    }

    @Test
    void keepsThumbnailsFromThoseWhoMayNotSeeThePicture() {
        var stranger = easel.key(Set.of(Scope.READ), "another");
        assertThat(easel.get(image("/thumbnail"), stranger).status()).isEqualTo(404);
        assertThat(easel.get(image("/thumbnail"), "").status()).isEqualTo(401);
        assertThat(easel.get("/api/v1/requests/" + made + "/images/7/thumbnail", key).status())
                .isEqualTo(404);
    }

    private static String image(String what) {
        return "/api/v1/requests/" + made + "/images/0" + what;
    }

    private static String header(TestingEasel.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElseThrow();
    }
}
