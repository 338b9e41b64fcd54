package dev.easel.chart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.MINUTES;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.sandbox.browser.TestBrowser;
import dev.easel.sandbox.discord.window.Window;
import java.io.IOException;
import java.nio.file.Path;
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
    private static TestBrowser browser;

    @BeforeAll
    static void launch() {
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void drawsAndRefinesForAJapaneseUserInTheBrowser(RunningSandbox sandbox)
            throws IOException, InterruptedException {
        var page = open(sandbox, "ja");
        // One that no earlier thread of this sandbox is called.
        var sentence = "窓辺の黒髪の女性、夜の街、4枚、seed " + System.nanoTime() % 1_000_000;
        try (var _ = sandbox.atUsualPace()) {
            type(page, "/generate", sentence);

            page.locator(".thread-card").filter(withText(sentence)).click(slowly());
            var card = page.locator("[data-custom-id^='v1|cancel|']");
            assertThat(card).isVisible(patiently());
            shoot(page, "card");
        }
        assertThat(page.locator(".gallery img")).hasCount(4, oneRequest());
        shootResult(page, page.locator(".message"), "result");

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
        shootResult(page, refined, "refined");
    }

    @Test
    void showsTheQueueAndTheCheckInTheBrowser(RunningSandbox sandbox)
            throws IOException, InterruptedException {
        var other = open(sandbox, "en");
        var page = open(sandbox, "ja");
        try (var _ = sandbox.atUsualPace()) {
            for (int i = 1; i <= 3; i++) {
                type(other, "/generate", "a red fox in the snow, number " + i + ", 8 pictures");
            }
            assertThat(thread(other, "number 3, 8 pictures")).isVisible(patiently());
            type(page, "/generate", "桜並木を歩く猫、1枚");
            assertThat(thread(page, "桜並木を歩く猫")).isVisible(patiently());

            type(page, "/queue", "");
            assertThat(page.locator(".message").filter(withText("順番の決め方")).last())
                    .containsText(Pattern.compile("あなたの依頼.*件中.*順番待ち", Pattern.DOTALL));
            shoot(page, "queue");
        }
        type(page, "/doctor", "");
        assertThat(page.locator(".message").filter(withText("診断結果")).last())
                .containsText("Easel 本体は応答しています");
        shoot(page, "doctor");
    }

    private static Locator thread(Page page, String name) {
        return page.locator(".thread-card").filter(withText(name)).last();
    }

    private static Page open(RunningSandbox sandbox, String user) {
        var page = browser.open(new Browser.NewContextOptions().setViewportSize(1120, 720));
        var control = Objects.requireNonNull(sandbox.connection().discord());
        page.navigate(control.resolve(Window.PATH) + "?user=" + user);
        return page;
    }

    /** A command as a person types it, with a text for its one required field. */
    private static void type(Page page, String command, String text) {
        page.locator("#composer").fill(command);
        page.getByRole(AriaRole.LISTBOX).getByRole(AriaRole.OPTION).first().click();
        page.keyboard().insertText(text);
        page.keyboard().press("Enter");
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

    /** A result from its title to its buttons, in a window that is high enough for it. */
    private static void shootResult(Page page, Locator messages, String name) {
        page.setViewportSize(1000, 1460);
        messages.filter(new Locator.FilterOptions().setHas(page.locator(".gallery")))
                .last()
                .scrollIntoViewIfNeeded();
        page.waitForCondition(() -> loaded(page));
        shoot(page, name);
        page.setViewportSize(1120, 720);
    }

    private static boolean loaded(Page page) {
        return (boolean)
                page.evaluate(
                        "() => [...document.querySelectorAll('.gallery img')]"
                                + ".every(i => i.complete && i.naturalWidth > 0)");
    }

    private static void shoot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "window-" + name + ".png")));
    }
}
