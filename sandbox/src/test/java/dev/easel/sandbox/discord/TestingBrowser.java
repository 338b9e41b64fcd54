package dev.easel.sandbox.discord;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The distribution's Chromium without a screen; every page has a store of its own. */
final class TestingBrowser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final List<String> errors = new ArrayList<>();
    private final Playwright playwright;
    private final Browser browser;

    private TestingBrowser() {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(PROGRAM)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-background-networking")));
    }

    /** Without the browser tests are skipped on a desk and fail in CI. */
    static TestingBrowser launch() {
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not installed");
        }
        return new TestingBrowser();
    }

    /** The window as a user sees it. */
    Page open(DiscordStandIn standIn, String user) {
        return open(standIn, user, 1280, 800);
    }

    Page open(DiscordStandIn standIn, String user, int width, int height) {
        var context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setHasTouch(width < 500)
                                .setColorScheme(ColorScheme.LIGHT));
        var page = context.newPage();
        page.onPageError(errors::add);
        page.navigate(standIn.windowUrl() + "?user=" + user);
        page.waitForSelector(".message, .nothing");
        return page;
    }

    /** What went wrong inside of pages. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void closePages() {
        browser.contexts().forEach(c -> c.close());
        errors.clear();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
