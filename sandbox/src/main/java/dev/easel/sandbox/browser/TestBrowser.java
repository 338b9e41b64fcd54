package dev.easel.sandbox.browser;

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

/**
 * The distribution's Chromium without a screen, as the tests of every module use it; each page has
 * a store of its own. Of one thread.
 */
public final class TestBrowser implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    /** The browser itself writes a line for each answer that is an error, which pages expect. */
    private static final String EXPECTED = "Failed to load resource";

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Playwright playwright;
    private final Browser browser;

    private TestBrowser() {
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

    /** Where it is not installed tests may be skipped; in CI they fail. */
    public static boolean isWanted() {
        return "true".equals(System.getenv("CI")) || Files.isExecutable(PROGRAM);
    }

    public static TestBrowser launch() {
        return new TestBrowser();
    }

    /** A page whose scripts' failures and refused contents are kept. */
    public Page open(Browser.NewContextOptions options) {
        var page = browser.newContext(options).newPage();
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
    public List<String> errors() {
        return List.copyOf(errors);
    }

    public void closePages() {
        browser.contexts().forEach(BrowserContext::close);
        errors.clear();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
