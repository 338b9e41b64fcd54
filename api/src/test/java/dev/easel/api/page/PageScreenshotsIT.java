package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.api.page.Studio.Wish;
import dev.easel.protocol.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pictures of docs/page.md: written to the documentation with {@code
 * -Deasel.screenshots=write}, else only for who looks into {@code target}.
 */
class PageScreenshotsIT {
    private static final int BYTES_MAX = 300 * 1024;
    private static final List<Wish> WISHES =
            List.of(
                    Wish.of("雪山の朝、静かな湖").sized(768, 512),
                    Wish.of("A city of neon in the rain at night").sized(512, 768),
                    Wish.of("秋の森、差し込む光").sized(640, 512),
                    Wish.of("Deep space, a violet nebula").sized(768, 512),
                    Wish.of("夕焼けの海と小さな船").sized(512, 640),
                    Wish.of("A meadow under a summer sky").sized(768, 512),
                    Wish.of("水中の世界、魚の群れ").sized(512, 512),
                    Wish.of("A lighthouse in a storm, oil painting").sized(768, 512));

    @RegisterExtension private static final Scene SCENE = new Scene();
    private static UUID refined = new UUID(0, 0);

    @BeforeAll
    static void fill() {
        var studio = SCENE.studio();
        for (var wish : WISHES) {
            studio.make("hana", "line-" + wish.hashCode(), wish);
        }
        var lighthouse = Wish.of("A lighthouse in a storm, oil painting").sized(768, 512).times(2);
        var first = studio.make("hana", "lighthouse", lighthouse);
        refined =
                studio.make(
                        "hana",
                        "lighthouse",
                        Wish.of("at sunset, with a sailing boat")
                                .sized(768, 512)
                                .times(2)
                                .from(first));
        studio.start(studio.ask("hana", "train", Wish.of("夕焼けの海を走る列車、窓の光")))
                .at(Phase.RENDERING, 62);
        studio.ask("hana", "bonsai", Wish.of("机の上の小さな盆栽、朝の光"));
        studio.ask("hana", "boat", Wish.of("A paper boat on a puddle, macro photograph"));
    }

    private static Page open(TestingPage how) {
        var page = how.logIn(SCENE.key(Studio.GUILD));
        page.evaluate("localStorage.setItem('easel.name', 'hana')");
        page.reload();
        assertThat(page.locator(".mine .progress")).hasCount(3);
        settle(page, ".tile img");
        return page;
    }

    /** Every picture is there, and nothing fades in any more. */
    private static void settle(Page page, String pictures) {
        page.waitForFunction(
                """
                (pictures) => {
                  const all = [...document.querySelectorAll(pictures)];
                  return all.length > 0
                    && all.filter((image) => image.getBoundingClientRect().top < innerHeight)
                      .every((image) => image.complete && image.naturalWidth > 0)
                    && document.getAnimations().length === 0;
                }
                """,
                pictures);
    }

    private static void shoot(Page page, String name) throws IOException {
        var write = "write".equals(System.getProperty("easel.screenshots"));
        var docs = Path.of("..", "docs", "images");
        var directory = write ? docs : Files.createDirectories(Path.of("target", "screenshots"));
        var file = directory.resolve("page-" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).as(name).isLessThan(BYTES_MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsEveryView(String language) throws IOException {
        var page = open(in(language));
        shoot(page, "pictures-" + language);
        page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK).nth(1).click();
        assertThat(page.locator(".queue .progress")).hasCount(3);
        shoot(page, "queue-" + language);
        // A drawn picture does not pack well: a smaller window keeps the file small.
        page.setViewportSize(940, 620);
        page.navigate("/#/picture/" + refined + "/0");
        assertThat(page.locator(".lineage a")).hasCount(2);
        settle(page, ".stage-picture, .strip img");
        shoot(page, "details-" + language);
        shoot(open(in(language).inTheDark()), "pictures-dark-" + language);
        shoot(open(in(language).onAPhone()), "phone-" + language);
    }

    private static TestingPage in(String language) {
        var page = SCENE.page().sized(1120, 700);
        return Optional.of(language).filter("ja"::equals).map(_ -> page.inJapanese()).orElse(page);
    }
}
