package dev.easel.api.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;

/** The distribution's Chromium without a screen; every context has a store of its own. */
final class TestingBrowser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    /** The browser itself writes a line for each answer that is an error, which pages expect. */
    private static final String EXPECTED = "Failed to load resource";

    private final List<String> errors = new CopyOnWriteArrayList<>();
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

    BrowserContext context(Browser.NewContextOptions options) {
        return browser.newContext(options);
    }

    /** A page whose scripts' failures and refused contents are kept. */
    Page open(BrowserContext context) {
        var page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(this::keep);
        return page;
    }

    private void keep(ConsoleMessage message) {
        if (message.type().equals("error") && !message.text().startsWith(EXPECTED)) {
            errors.add(message.text());
        }
    }

    /** What went wrong inside of pages. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
        errors.clear();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
