package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's frame: who may come in, languages, colours, what it is served with. */
class PageIT {
    private static final String GENERATE = "**/api/v1/generate";

    @RegisterExtension private static final Scene SCENE = new Scene();

    private static String key() {
        return SCENE.key("studio");
    }

    @Test
    void letsSomebodyInWithAKeyAndOutAgain() {
        var page = SCENE.page().open();
        TestingPage.enter(page, "easel_wrong000000_" + "a".repeat(40));
        assertThat(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.ALERT))
                .containsText("not valid");
        assertThat(page.locator("input[name=password]")).isFocused();

        TestingPage.enter(page, key());
        assertThat(heading(page)).hasText(TestingPage.WORDS_EN);
        page.reload();
        assertThat(heading(page)).hasText(TestingPage.WORDS_EN);

        page.getByRole(AriaRole.BUTTON, button("Sign out")).click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Welcome to Easel");
        page.reload();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Welcome to Easel");
    }

    private static Locator heading(Page page) {
        return page.locator("#compose-title");
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void keepsWhatWasTypedWhenTheSessionEnds() {
        var key = key();
        var page = SCENE.page().logIn(key);
        page.locator(".composer textarea").first().fill("a half-written sentence");
        // At the moment of the press: any other call would bring the login before it.
        page.route(
                GENERATE,
                route -> {
                    page.unroute(GENERATE);
                    page.context().clearCookies();
                    route.fulfill(new Route.FulfillOptions().setStatus(401));
                });
        page.getByRole(AriaRole.BUTTON, button("Create")).click();
        assertThat(page.getByText("Your session has ended.")).isVisible();
        TestingPage.enter(page, key);

        assertThat(page.getByText("Your request is in the queue.").first()).isVisible();
        assertThat(page.locator(".mine .progress-title")).hasText("a half-written sentence");
    }

    @ParameterizedTest
    @CsvSource({"en-US, What would you like to see?, 日本語で表示, " + TestingPage.WORDS_JA})
    void speaksTheLanguageOfTheBrowserOrTheOneThatIsChosen(
            String locale, String words, String other, String otherWords) {
        var page = SCENE.page().logIn(key());
        assertThat(heading(page)).hasText(words);
        page.locator(".composer textarea").first().fill("kept");
        page.getByRole(AriaRole.BUTTON, button(other)).click();
        assertThat(heading(page)).hasText(otherWords);
        assertThat(page.locator("html")).hasAttribute("lang", "ja");
        assertThat(page.getByLabel("指示", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("kept");

        var japanese = SCENE.page().inJapanese().logIn(key());
        assertThat(heading(japanese)).hasText(TestingPage.WORDS_JA);
    }

    @Test
    void wearsTheColoursOfTheSystemOrTheChosenOnes() {
        var dark = SCENE.page().inTheDark().logIn(key());
        var background = dark.locator("html");
        assertThat(background).hasCSS("background-color", "rgb(21, 21, 25)");
        dark.getByRole(AriaRole.BUTTON, button("Use light colours")).click();
        assertThat(background).hasCSS("background-color", "rgb(247, 246, 243)");
        dark.reload();
        assertThat(heading(dark)).isVisible();
        assertThat(background).hasCSS("background-color", "rgb(247, 246, 243)");
    }

    @Test
    void isServedWithAStrictPolicyAndKeptByItsVersion() {
        var index = SCENE.easel().get("/", "");
        assertThat(index.status()).isEqualTo(200);
        var headers = index.response().headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "data:", "*");
        assertThat(headers.firstValue("Cache-Control")).contains("no-cache");
        var tag = headers.firstValue("ETag").orElseThrow();
        assertThat(SCENE.easel().get("/", "", "If-None-Match", tag).status()).isEqualTo(304);

        var version = PageFiles.read().version();
        var script =
                SCENE.easel().get("/assets/" + version + "/main.js", "", "Accept-Encoding", "gzip");
        assertThat(script.response().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/javascript");
        assertThat(script.response().headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(script.response().headers().firstValue("Cache-Control").orElseThrow())
                .contains("immutable");
        var other = SCENE.easel().get("/assets/0123456789abcdef/main.js", "");
        assertThat(other.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({"index.html", "nothing.js", "..%2Findex.html", "%2e%2e%2fPageFiles.class"})
    void servesNothingElse(String name) {
        assertThat(
                        SCENE.easel()
                                .get("/assets/" + PageFiles.read().version() + "/" + name, "")
                                .status())
                .isIn(400, 401, 404);
    }
}
