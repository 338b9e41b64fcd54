package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.easel.api.TestingEasel;
import dev.easel.sandbox.browser.TestBrowser;

/** The page of a real api, opened as one person does. */
final class TestingPage {
    static final String WORDS_EN = "What would you like to see?";
    static final String WORDS_JA = "どんな画像にしますか";

    private final TestingEasel easel;
    private final TestBrowser browser;
    private int width = 1280;
    private int height = 860;
    private String locale = "en-US";
    private ColorScheme colours = ColorScheme.LIGHT;

    TestingPage(TestingEasel easel, TestBrowser browser) {
        this.easel = easel;
        this.browser = browser;
    }

    TestingPage onAPhone() {
        width = 360;
        height = 740;
        return this;
    }

    /** As large as a picture in the documentation. */
    TestingPage sized(int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        return this;
    }

    TestingPage inJapanese() {
        locale = "ja-JP";
        return this;
    }

    TestingPage inTheDark() {
        colours = ColorScheme.DARK;
        return this;
    }

    String url(String path) {
        return "http://127.0.0.1:" + easel.api().port() + path;
    }

    /** Before the login. */
    Page open() {
        var page =
                browser.open(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setHasTouch(width < 500)
                                .setLocale(locale)
                                .setBaseURL(url(""))
                                .setColorScheme(colours));
        page.navigate("/");
        return page;
    }

    Page logIn(String key) {
        var page = open();
        enter(page, key);
        assertThat(page.locator("#compose-title")).isVisible();
        return page;
    }

    static void enter(Page page, String key) {
        page.locator("input[name=password]").fill(key);
        page.keyboard().press("Enter");
    }
}
