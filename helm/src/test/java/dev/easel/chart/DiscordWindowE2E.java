package dev.easel.chart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.MINUTES;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.sandbox.discord.window.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person in the browser, the real bot, the real chart; screenshots land in {@code target}. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class DiscordWindowE2E {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void launch() {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(CHROMIUM)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-background-networking")));
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void drawsAndRefinesForAJapaneseUserInTheBrowser(RunningSandbox sandbox)
            throws IOException, InterruptedException {
        var page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 800));
        var control = Objects.requireNonNull(sandbox.connection().discord());
        page.navigate(control.resolve(Window.PATH) + "?user=ja");
        // One that no earlier thread of this sandbox is called.
        var sentence = "窓辺の黒髪の女性、夜の街、4枚、seed " + System.nanoTime() % 1_000_000;
        page.locator("#composer").fill("/generate");
        page.getByRole(AriaRole.LISTBOX).getByRole(AriaRole.OPTION).first().click();
        page.keyboard().insertText(sentence);
        try (var _ = sandbox.atUsualPace()) {
            page.keyboard().press("Enter");

            page.locator(".thread-card").filter(withText(sentence)).click(slowly());
            var card = page.locator("[data-custom-id^='v1|cancel|']");
            assertThat(card).isVisible(patiently());
            shoot(page, "card");
        }
        assertThat(page.locator(".gallery img")).hasCount(4, oneRequest());
        shoot(page, "result");

        page.locator("[data-custom-id^='v1|refine|']").first().click();
        var form = page.getByRole(AriaRole.DIALOG);
        form.getByRole(AriaRole.TEXTBOX).fill("金髪にして、もっと明るく");
        shoot(page, "form");
        form.locator("button[type=submit]").click();

        var refined =
                page.locator(".message")
                        .filter(withText("blonde hair"))
                        .filter(new Locator.FilterOptions().setHas(page.locator(".gallery")));
        assertThat(refined.locator(".gallery img")).hasCount(4, oneRequest());
        // What changed, and what was kept.
        assertThat(refined)
                .containsText(Pattern.compile("black hair.*blonde hair.*シード", Pattern.DOTALL));
        shoot(page, "refined");
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator.ClickOptions slowly() {
        return new Locator.ClickOptions().setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions()
                .setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static LocatorAssertions.HasCountOptions oneRequest() {
        return new LocatorAssertions.HasCountOptions().setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static void shoot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "window-" + name + ".png")));
    }
}
