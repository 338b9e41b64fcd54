package dev.easel.sandbox.discord;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.sandbox.browser.TestBrowser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.components.textdisplay.TextDisplay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The window on the stand-in in a real browser, with a real client as the bot. */
class WindowIT {
    private static TestBrowser browser;

    private DiscordStandIn standIn;
    private DrawingBot bot;

    @BeforeAll
    static void launch() {
        Assumptions.assumeTrue(TestBrowser.isWanted(), "Chromium is not installed");
        browser = TestBrowser.launch();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        standIn = DiscordStandIn.start("127.0.0.1", 0);
        bot = new DrawingBot(standIn);
    }

    @AfterEach
    void stop() {
        var errors = browser.errors();
        browser.closePages();
        bot.close();
        standIn.close();
        assertThat(errors).isEmpty();
    }

    private static Locator composer(Page page) {
        return page.locator("#composer");
    }

    private static Locator suggestions(Page page) {
        return page.getByRole(AriaRole.LISTBOX).getByRole(AriaRole.OPTION);
    }

    private static Locator messages(Page page) {
        return page.locator(".message");
    }

    private static Locator message(Page page, String id) {
        return page.locator("[data-message-id='" + id + "']");
    }

    @ParameterizedTest
    @CsvSource({
        "ja, /生成, 画像を描きます, 灯台, モデル, ja",
        "en, /generate, Draws pictures, a lighthouse, model, en-US"
    })
    void typesACommandWithChoicesInTheLanguageOfTheUser(
            String user, String name, String said, String words, String model, String locale)
            throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, user);
        composer(page).pressSequentially("/");

        var first = suggestions(page).first();
        assertThat(first).containsText(name);
        assertThat(first).containsText(said);
        page.keyboard().press("Enter");
        page.keyboard().insertText(words);
        page.locator(".chip[data-option=model]").click();
        assertThat(page.getByLabel(model, new Page.GetByLabelOptions().setExact(true))).isFocused();
        assertThat(suggestions(page)).hasCount(25);
        page.keyboard().type("-3");
        assertThat(suggestions(page)).hasCount(1);
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");

        assertThat(bot.next())
                .isEqualTo(locale + " [instruction=" + words + ", model=aquarelle-30.safetensors]");
        assertThat(messages(page)).containsText("drawn");
        assertThat(messages(page)).containsText(name);
    }

    @Test
    void holdsBackWhatTheCommandDoesNotAllow() throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, "en");
        composer(page).pressSequentially("/generate ");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT).filter(withText("required"))).isVisible();
        page.keyboard().type("a fox");
        page.locator(".chip[data-option=count]").click();
        page.keyboard().type("5");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT).filter(withText("at most 4"))).isVisible();

        // Digits as a Japanese keyboard writes them.
        page.locator("input[data-option=count]").fill("４");
        page.keyboard().press("Enter");

        assertThat(bot.next()).isEqualTo("en-US [instruction=a fox, count=4]");
    }

    private static Locator.FilterOptions withText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void pressesAButtonAndFillsTheForm() throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, "en");
        bot.postResult();
        var never = page.getByRole(AriaRole.BUTTON, button("Never"));
        assertThat(never).isDisabled();

        page.getByRole(AriaRole.BUTTON, button("Refine")).click();
        var field = page.getByLabel("What should change");
        assertThat(field).hasValue("as before");
        assertThat(field).hasAttribute("placeholder", "brighter");
        assertThat(field).hasAttribute("maxlength", "20");
        field.fill("");
        page.getByRole(AriaRole.BUTTON, button("Submit")).click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("This option is required");
        field.fill("rain <b>");
        page.getByRole(AriaRole.BUTTON, button("Submit")).click();

        assertThat(bot.next()).isEqualTo("user_en [instruction=rain <b>]");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(messages(page).last()).containsText("refined");
    }

    @Test
    void opensAFormOnlyInTheWindowWhereTheButtonWasPressed() {
        var page = new TestingWindow(browser).open(standIn, "en");
        var other = new TestingWindow(browser).open(standIn, "en");
        bot.postResult();

        page.getByRole(AriaRole.BUTTON, button("Refine")).click();

        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(1);
        standIn.users().say("ja", "general", "later");
        assertThat(messages(other).last()).containsText("later");
        assertThat(other.getByRole(AriaRole.DIALOG)).hasCount(0);
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void repliesWithAndWithoutAPingAndMentionsTheBot() throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, "en");
        var result = bot.postResult();
        message(page, result).hover();
        message(page, result).getByLabel("Reply").click();
        page.keyboard().insertText("brighter");
        page.keyboard().press("Enter");
        assertThat(bot.next()).isEqualTo("replied to " + result + " with a ping");
        assertThat(messages(page).last()).containsText("@Easela lighthouse");

        message(page, result).hover();
        message(page, result).getByLabel("Reply").click();
        page.getByRole(AriaRole.SWITCH).click();
        composer(page).fill("darker");
        composer(page).press("Enter");
        assertThat(bot.next()).isEqualTo("replied to " + result + " without a ping");

        composer(page).pressSequentially("@Ea");
        page.keyboard().press("Enter");
        page.keyboard().type("hello");
        page.keyboard().press("Enter");
        assertThat(bot.next()).isEqualTo("said with a ping");
        assertThat(messages(page).last().locator(".mention")).hasText("@Easel");
    }

    @Test
    void takesWhatIsTypedNextForAMessageOfItsOwnAndGivesBackWhatWasNotSent() {
        var page = new TestingWindow(browser).open(standIn, "en");
        var result = bot.postResult();
        var held = new ArrayList<Route>();
        page.route(
                Pattern.compile(".*/_sandbox/.*"),
                route -> {
                    if (route.request().method().equals("POST")) {
                        held.add(route);
                    } else {
                        route.resume();
                    }
                });
        message(page, result).hover();
        message(page, result).getByLabel("Reply").click();
        page.keyboard().insertText("brighter");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(composer(page)).hasValue("");
        assertThat(page.locator(".reply-bar")).isHidden();

        page.keyboard().insertText("next");
        held.forEach(Route::abort);
        assertThat(composer(page)).hasValue("brighter\nnext");
        assertThat(page.locator(".reply-bar")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT).filter(withText("That did not work")))
                .isVisible();
    }

    @Test
    void showsAnEphemeralAnswerToOneUserOnly() {
        var english = new TestingWindow(browser).open(standIn, "en");
        var japanese = new TestingWindow(browser).open(standIn, "ja");
        composer(english).pressSequentially("/secret ");
        english.keyboard().press("Enter");

        var answer = messages(english).filter(withText("for user_en"));
        assertThat(answer).containsText("Only you can see this");
        assertThat(answer).not().containsText("null");
        standIn.users().say("en", "general", "seen by all");
        assertThat(messages(japanese)).hasText(Pattern.compile(".*seen by all.*"));

        english.getByText("Dismiss message").click();
        assertThat(answer).hasCount(0);
        assertThat(messages(english)).hasCount(1);
    }

    @Test
    void showsEditsOfACardAsTheyHappen() {
        var page = new TestingWindow(browser).open(standIn, "en");
        var id =
                bot.general()
                        .sendMessageComponents(Container.of(TextDisplay.of("`█░░░` 25 %")))
                        .useComponentsV2()
                        .complete()
                        .getId();
        assertThat(message(page, id).locator("code")).hasText("█░░░");

        bot.general()
                .editMessageComponentsById(id, Container.of(TextDisplay.of("`███░` 75 %")))
                .useComponentsV2()
                .complete();

        assertThat(message(page, id).locator("code")).hasText("███░");
        assertThat(messages(page)).hasCount(1);
    }

    @Test
    void showsFourPicturesAndEnlargesThem() throws IOException {
        var page = new TestingWindow(browser).open(standIn, "en");
        try (var rest = new TestingRest(standIn)) {
            postGallery(rest);
        }

        var pictures = page.locator(".gallery img");
        assertThat(pictures).hasCount(4);
        assertThat(page.locator(".gallery").getByRole(AriaRole.BUTTON).nth(1))
                .hasAccessibleName("Enlarge: picture 1");
        page.locator(".gallery").getByRole(AriaRole.BUTTON).first().click();
        var large = page.getByRole(AriaRole.DIALOG).locator("img");
        assertThat(large).hasAttribute("alt", "picture 0");
        assertThat(large.evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(32);
        page.keyboard().press("ArrowRight");
        assertThat(large).hasAttribute("alt", "picture 1");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    }

    private static void postGallery(TestingRest rest) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        var body = Json.object().put("flags", Message.FLAG_COMPONENTS_V2);
        var attachments = body.putArray("attachments");
        var gallery = body.putArray("components").addObject().put("type", 12);
        var items = gallery.putArray("items");
        for (var i = 0; i < 4; i++) {
            var name = "picture-" + i + ".png";
            files.put(name, png());
            attachments.addObject().put("id", i).put("filename", name);
            items.addObject()
                    .put("description", "picture " + i)
                    .putObject("media")
                    .put("url", "attachment://" + name);
        }
        rest.post("channels/1100000000000000201/messages", body, files);
    }

    private static byte[] png() throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new java.awt.image.BufferedImage(32, 32, 1), "png", out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "<script>document.title='taken'</script>"
                        + " ¦ <script>document.title='taken'</script>",
                "<img src=x onerror=\"document.title='taken'\">"
                        + " ¦ <img src=x onerror=\"document.title='taken'\">",
                "[harmless](javascript:alert(1)) ¦ [harmless](javascript:alert(1))",
                "**<b>bold</b>** ¦ <b>bold</b>",
                "`<i>` and &lt;u&gt; ¦ <i> and &lt;u&gt;",
                "||**_~~__<s>__~~_**|| ¦ <s>",
            })
    void showsHostileTextAsText(String written, String shown) {
        var page = new TestingWindow(browser).open(standIn, "ja");

        var id = standIn.users().say("en", "general", written);

        var text = message(page, id).locator(".text");
        assertThat(text).hasText(shown);
        assertThat(text.locator("script, img, b, i, a[href^=javascript]")).hasCount(0);
        assertThat(page.title()).doesNotContain("taken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "**a** *b* __c__ ~~d~~"
                        + " ¦ <p><strong>a</strong> <em>b</em> <u>c</u> <s>d</s></p>",
                "snake_case_name 2*3*4 \\*a\\*" + " ¦ <p>snake_case_name 2<em>3</em>4 *a*</p>",
                "# a ¦ <h3>a</h3>",
                "-# small ¦ <p class=\"subtext\">small</p>",
                "> a ¦ <blockquote><p>a</p></blockquote>",
                "- a ¦ <ul><li>a</li></ul>",
                "3. a ¦ <ol start=\"3\"><li>a</li></ol>",
                "<@1100000000000000300> ¦ <p><span class=\"mention\">@Easel</span></p>",
            })
    void readsMarkdownAsDiscordDoes(String written, String html) {
        var page = new TestingWindow(browser).open(standIn, "en");

        var id = standIn.users().say("en", "general", written);

        assertThat(message(page, id).locator(".text").innerHTML()).isEqualTo(html);
    }

    @Test
    void catchesUpAfterTheStreamBroke() {
        var page = new TestingWindow(browser).open(standIn, "en");
        standIn.users().say("en", "general", "before");
        assertThat(messages(page)).hasCount(1);
        var port = URI.create(standIn.windowUrl()).getPort();

        standIn.close();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("Reconnecting…");
        standIn = DiscordStandIn.start("127.0.0.1", port);
        standIn.users().say("ja", "general", "missed");

        assertThat(messages(page)).hasText(Pattern.compile(".*missed"));
        standIn.users().say("ja", "general", "live again");
        assertThat(messages(page)).hasCount(2);
    }

    @Test
    void doesEverythingWithTheKeyboard() throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, "en");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(composer(page)).isFocused();
        page.keyboard().type("/");
        page.keyboard().press("ArrowDown");
        var second = suggestions(page).nth(1);
        assertThat(second).hasAttribute("aria-selected", "true");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.LISTBOX)).hasCount(0);
        composer(page).fill("");
        page.keyboard().type("/gen");
        page.keyboard().press("Tab");
        page.keyboard().type("a fox");
        page.keyboard().press("Escape");
        assertThat(composer(page)).isFocused();
        page.keyboard().type("hello");
        page.keyboard().press("Enter");
        assertThat(bot.next()).isEqualTo("said without a ping");
        // The bot may hear of it before the window shows it.
        assertThat(messages(page).locator(".text")).hasText("hello");

        page.keyboard().press("ArrowUp");
        page.keyboard().press("End");
        page.keyboard().type(" there");
        page.keyboard().press("Enter");

        assertThat(messages(page).locator(".text")).hasText("hello there");
        assertThat(messages(page)).containsText("(edited)");
        assertThat(composer(page)).isFocused();
    }

    @Test
    void worksOnAPhone() throws InterruptedException {
        var page = new TestingWindow(browser).open(standIn, "ja", 390, 844);
        var sidebar = page.getByRole(AriaRole.NAVIGATION);
        assertThat(sidebar).isHidden();
        page.getByLabel("チャンネル一覧を開く").tap();
        assertThat(sidebar).isVisible();
        page.getByRole(AriaRole.BUTTON, button("pictures")).tap();
        assertThat(sidebar).isHidden();
        assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("pictures");

        page.getByRole(AriaRole.BUTTON, button("コマンドを選ぶ")).tap();
        suggestions(page).first().tap();
        page.keyboard().insertText("灯台");
        page.getByRole(AriaRole.BUTTON, button("送信")).tap();

        assertThat(bot.next()).isEqualTo("ja [instruction=灯台]");
        assertThat(messages(page)).containsText("drawn");
        var wider = "() => document.documentElement.scrollWidth > innerWidth";
        assertThat(page.evaluate(wider)).isEqualTo(false);
    }

    @Test
    void marksUnreadPlacesAndLocksThreads() {
        var thread = standIn.users().openThread("ja", "general", "sunset");
        var page = new TestingWindow(browser).open(standIn, "en");
        standIn.users().say("ja", thread, "look");
        var entry = page.locator("[data-channel-id='" + thread + "']");
        assertThat(entry).containsText("unread");

        entry.click();
        assertThat(entry).not().containsText("unread");
        page.getByLabel("Lock").click();
        page.getByLabel("Archive", new Page.GetByLabelOptions().setExact(true)).click();

        assertThat(page.getByText("Archived (1)")).isVisible();
        assertThat(page.locator(".thread-menu")).containsText("locked");
        var other = new TestingWindow(browser).open(standIn, "ja");
        other.getByText("アーカイブ済み (1)").click();
        other.locator("[data-channel-id='" + thread + "']").click();
        assertThat(composer(other)).isDisabled();
    }

    @Test
    void takesBackAMessageAfterASecondPress() {
        var page = new TestingWindow(browser).open(standIn, "en");
        var id = standIn.users().say("en", "general", "oops");
        message(page, id).hover();
        message(page, id).getByLabel("Delete").click();
        assertThat(messages(page)).hasCount(1);

        message(page, id).getByLabel("Press again to delete").click();

        assertThat(messages(page)).hasCount(0);
    }

    @Test
    void letsNoForeignScriptRun() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var script = get(http, "main.js");
            assertThat(script.statusCode()).isEqualTo(200);
            assertThat(script.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/javascript");
            assertThat(script.headers().firstValue("content-security-policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(get(http, "..%2fpackage-info.class").statusCode()).isEqualTo(404);
        }
    }

    private HttpResponse<String> get(HttpClient http, String name)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(standIn.windowUrl() + name)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
