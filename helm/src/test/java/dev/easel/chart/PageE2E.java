package dev.easel.chart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.sandbox.browser.TestBrowser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person at the page that the deployed api serves; screenshots land in {@code target}. */
@ExtendWith({NodeNeeded.class, OneSandbox.class})
@Timeout(value = 10, unit = MINUTES)
class PageE2E {
    private static final String INSTRUCTION = "和風サイバーパンクの女性、夕景、彩度高め";

    @Test
    void makesAndRefinesPicturesForAJapaneseUser(RunningSandbox sandbox)
            throws IOException, InterruptedException {
        try (var browser = TestBrowser.launch()) {
            var page =
                    browser.open(
                            new Browser.NewContextOptions()
                                    .setViewportSize(1280, 860)
                                    .setLocale("ja-JP")
                                    .setBaseURL(sandbox.connection().api().toString()));
            logIn(page, key(sandbox));
            page.getByLabel("指示", new Page.GetByLabelOptions().setExact(true)).fill(INSTRUCTION);
            var card = page.locator(".mine .progress").filter(withText(INSTRUCTION));
            try (var _ = sandbox.atUsualPace()) {
                page.keyboard().press("Control+Enter");
                assertThat(card.getByRole(AriaRole.PROGRESSBAR)).isVisible(oneRequest());
                shoot(page, "progress");
            }
            var tiles = page.locator(".tile").filter(withText(INSTRUCTION));
            assertThat(tiles).hasCount(4, four());
            assertThat(card).hasCount(0);
            tiles.first().click();

            var details = page.locator("dialog.details[open]");
            assertThat(details).containsText("プロンプト");
            var drawn = details.locator(".stage-picture");
            assertThat(drawn.evaluate("image => image.decode().then(() => image.naturalWidth)"))
                    .isEqualTo(512);
            details.getByLabel("どこを、どう直しますか").fill("もっと明るく、笑顔にして");
            page.keyboard().press("Control+Enter");
            assertThat(details.getByRole(AriaRole.HEADING).first())
                    .hasText("もっと明るく、笑顔にして", heading());
            assertThat(details.locator(".changes li").first()).isVisible();
            assertThat(details.locator(".lineage a")).hasCount(2);
            assertThat(details.locator(".lineage a").first()).containsText(INSTRUCTION);
            shoot(page, "refined");
            assertThat(browser.errors()).isEmpty();
        }
    }

    /** A key that the admin's key makes, for a space of its own. */
    private static String key(RunningSandbox sandbox) throws IOException, InterruptedException {
        var json = new ObjectMapper();
        var body =
                json.writeValueAsBytes(
                        Map.of(
                                "tenant",
                                "page-" + System.nanoTime(),
                                "scopes",
                                List.of("generate", "read", "settings")));
        var asked =
                HttpRequest.newBuilder(sandbox.connection().api().resolve("/api/v1/keys"))
                        .header("Authorization", "Bearer " + sandbox.connection().key())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(asked, HttpResponse.BodyHandlers.ofString(UTF_8));
            assertThat(answer.statusCode()).isEqualTo(201);
            return json.readTree(answer.body()).path("key").asText();
        }
    }

    private static void logIn(Page page, String key) {
        page.navigate("/");
        page.getByLabel("キー", new Page.GetByLabelOptions().setExact(true)).fill(key);
        page.keyboard().press("Enter");
        assertThat(page.locator("#compose-title")).hasText("どんな画像にしますか");
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static LocatorAssertions.IsVisibleOptions oneRequest() {
        return new LocatorAssertions.IsVisibleOptions()
                .setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static LocatorAssertions.HasCountOptions four() {
        return new LocatorAssertions.HasCountOptions().setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static LocatorAssertions.HasTextOptions heading() {
        return new LocatorAssertions.HasTextOptions().setTimeout(Doors.ONE_REQUEST_MAX.toMillis());
    }

    private static void shoot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target", "page-" + name + ".png")));
    }
}
