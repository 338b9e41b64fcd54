package dev.easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.sandbox.automatic1111.Automatic1111Settings;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import dev.easel.sandbox.browser.TestBrowser;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of a class share: a browser, an api, and a studio whose back end really draws. No
 * test leaves a page open, and none passes over what went wrong inside of one.
 */
final class Scene implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final double PATIENCE_MILLIS = 20_000;

    private @Nullable TestBrowser browser;
    private @Nullable Automatic1111StandIn renderer;
    private @Nullable TestingEasel easel;
    private @Nullable Studio studio;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Assumptions.assumeTrue(TestBrowser.isWanted(), "Chromium is not installed");
        browser = TestBrowser.launch();
        // Nobody watches it draw.
        var atOnce = Automatic1111Settings.forSandbox().withStepTime(Duration.ZERO);
        renderer = Automatic1111StandIn.start(atOnce);
        easel = TestingEasel.start();
        easel.createPool("default", renderer.url().toString());
        studio = new Studio(easel, renderer);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var errors = browser().errors();
        browser().closePages();
        assertThat(errors).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (browser != null) {
            browser.close();
        }
        if (easel != null) {
            easel.close();
        }
        if (renderer != null) {
            renderer.close();
        }
    }

    private static <T> T open(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the scene is open from @BeforeAll on");
        }
        return part;
    }

    TestBrowser browser() {
        return open(browser);
    }

    TestingEasel easel() {
        return open(easel);
    }

    Studio studio() {
        return open(studio);
    }

    /** A key of a guild for all that people do. */
    String key(String guild) {
        return easel().key(EnumSet.of(Scope.GENERATE, Scope.READ, Scope.SETTINGS), guild);
    }

    TestingPage page() {
        return new TestingPage(easel(), browser());
    }

    /** The page of somebody of the studio's guild. */
    Page logIn() {
        return page().logIn(key(Studio.GUILD));
    }
}
