package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.api.TestingEasel;
import dev.easel.api.auth.Scope;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestPage;
import dev.easel.sandbox.automatic1111.Automatic1111StandIn;
import java.io.IOException;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with the page, from a sentence to a picture and on. */
class PageFlowIT {
    private static TestingBrowser browser;
    private static Automatic1111StandIn renderer;
    private static TestingEasel easel;
    private static Studio studio;

    private Page page;

    @BeforeAll
    static void start() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        browser = TestingBrowser.launch();
        renderer = Automatic1111StandIn.start("127.0.0.1", 0);
        easel = TestingEasel.start();
        easel.createPool("default", renderer.url().toString());
        studio = new Studio(easel, renderer);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (easel != null) {
            easel.close();
            renderer.close();
        }
    }

    @BeforeEach
    void open() {
        var key = easel.key(EnumSet.of(Scope.GENERATE, Scope.READ, Scope.SETTINGS), Studio.GUILD);
        page = new TestingPage(easel, browser).logIn(key);
    }

    @AfterEach
    void nothingWentWrongInside() {
        var errors = browser.errors();
        browser.closePages();
        assertThat(errors).isEmpty();
    }

    private Locator instruction() {
        return page.getByLabel("Instruction", new Page.GetByLabelOptions().setExact(true));
    }

    private Locator card(String words) {
        return page.locator(".mine .progress").filter(withText(words));
    }

    private Locator tiles(String words) {
        return page.locator(".tile").filter(withText(words));
    }

    private static Locator.FilterOptions withText(String words) {
        return new Locator.FilterOptions().setHasText(words);
    }

    private Locator dialog() {
        return page.locator("dialog.details[open]");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void asksWatchesAndOpensWhatWasMade() {
        var wish = Wish.of("a lighthouse in a storm").times(2);
        instruction().fill(wish.instruction());
        instruction().press("Control+Enter");
        assertThat(card(wish.instruction())).isVisible();
        assertThat(instruction()).hasValue("");
        assertThat(card(wish.instruction())).containsText("queue");

        var work = studio.start(studio.newest()).at(Phase.RENDERING, 40);
        var bar = card(wish.instruction()).getByRole(AriaRole.PROGRESSBAR);
        assertThat(bar).hasAttribute("aria-valuenow", "40");
        assertThat(card(wish.instruction())).containsText("Drawing");
        work.finish(wish);

        assertThat(tiles(wish.instruction())).hasCount(2);
        assertThat(card(wish.instruction())).hasCount(0);
        tiles(wish.instruction()).last().click();
        assertThat(dialog()).containsText("highly detailed, dramatic light");
        assertThat(dialog()).containsText("your setting");
        var picture = dialog().locator(".stage-picture");
        assertThat(picture).hasAttribute("alt", "Picture 2 of 2: " + wish.instruction());
        assertThat(picture.evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(512);
        page.keyboard().press("Escape");
        assertThat(dialog()).hasCount(0);
        assertThat(tiles(wish.instruction()).last().getByRole(AriaRole.LINK)).isFocused();
    }

    @Test
    void refinesInPlaceAndShowsWhatChanged() {
        var first = Wish.of("a quiet harbour");
        var made = studio.make("somebody", "line-1", first);
        page.navigate("/#/picture/" + made + "/0");
        assertThat(dialog()).containsText("a quiet harbour");
        dialog().getByLabel("What should be different?").fill("brighter, with a boat");
        dialog().getByRole(AriaRole.BUTTON, named("Refine")).click();
        assertThat(dialog().locator(".progress-title")).hasText("brighter, with a boat");

        var refined = studio.newest();
        assertThat(easel.request(refined).getSpec().source())
                .isEqualTo(new Source(made.toString(), 0));
        studio.start(refined).finish(Wish.of("brighter, with a boat").from(made));

        assertThat(dialog().getByRole(AriaRole.HEADING).first()).hasText("brighter, with a boat");
        assertThat(page).hasURL(Pattern.compile(".*#/picture/" + refined + "/0"));
        assertThat(dialog().locator(".changes")).containsText("6.0");
        assertThat(dialog()).containsText("Kept: Seed, Sampler, Steps, Width");
        assertThat(dialog().locator(".lineage a")).hasCount(2);
        dialog().locator(".lineage a").first().click();
        assertThat(dialog().getByRole(AriaRole.HEADING).first()).hasText("a quiet harbour");
    }

    @Test
    void cancelsWhatWaitsAndTellsIt() {
        instruction().fill("never mind");
        page.getByRole(AriaRole.BUTTON, button("Create")).click();
        card("never mind").getByRole(AriaRole.BUTTON, named("Cancel: never mind")).click();
        TestingEasel.await().until(() -> easel.request(newestOf("never mind")) != null);
        studio.end(newestOf("never mind"), Reason.CANCELLED, "Cancelled.");

        assertThat(card("never mind").locator(".progress-state")).hasText("Cancelled");
        card("never mind").getByRole(AriaRole.BUTTON, named("Dismiss")).click();
        assertThat(card("never mind")).hasCount(0);
    }

    private static java.util.UUID newestOf(String text) {
        return easel.get(
                        "/api/v1/requests?text=" + text.replace(" ", "%20"), easel.adminKey.value())
                .as(RequestPage.class)
                .requests()
                .getFirst()
                .requestId();
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Test
    void saysBesideTheFieldWhatIsWrongWithIt() {
        instruction().fill("too many steps");
        page.getByRole(AriaRole.BUTTON, button("Options")).click();
        var steps = page.getByLabel("Steps");
        steps.fill("９９９");
        page.getByRole(AriaRole.BUTTON, button("Create")).click();

        assertThat(page.locator("[data-field=steps] .field-error")).containsText("from 1 to 150");
        assertThat(steps).hasAttribute("aria-invalid", "true");
        assertThat(steps).isFocused();
        assertThat(instruction()).hasValue("too many steps");
        steps.fill("12");
        page.getByRole(AriaRole.BUTTON, button("Create")).click();
        assertThat(card("too many steps")).isVisible();
        assertThat(easel.request(studio.newest()).getSpec().parameters())
                .hasFieldOrPropertyWithValue("steps", 12);
    }

    @Test
    void sendsOneRequestForADoubleClickAndNoneWhileAWordIsComposed() {
        instruction().fill("only once");
        var composing =
                "area => area.dispatchEvent(new KeyboardEvent('keydown',"
                        + " {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true}))";
        instruction().evaluate(composing);
        assertThat(card("only once")).hasCount(0);

        page.getByRole(AriaRole.BUTTON, button("Create")).dblclick();
        assertThat(card("only once")).isVisible();
        assertThat(
                        easel.get("/api/v1/requests?text=only%20once", easel.adminKey.value())
                                .as(RequestPage.class)
                                .requests())
                .hasSize(1);
    }

    @Test
    void searchesAndWalksWithTheKeyboardAlone() {
        studio.make("somebody", "line-2", Wish.of("needle in the hay").times(3));
        studio.make("somebody", "line-3", Wish.of("something else"));
        page.locator("body").press("/");
        var search = page.getByRole(AriaRole.SEARCHBOX);
        assertThat(search.first()).isFocused();
        page.keyboard().type("needle");
        assertThat(page.locator(".tile")).hasCount(3);

        page.locator(".tile-link").first().focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".tile-link").nth(1)).isFocused();
        page.keyboard().press("End");
        assertThat(page.locator(".tile-link").nth(2)).isFocused();
        page.keyboard().press("Enter");
        assertThat(dialog().locator(".stage-picture"))
                .hasAttribute("alt", "Picture 3 of 3: needle in the hay");
        page.keyboard().press("ArrowLeft");
        assertThat(dialog().locator(".stage-picture"))
                .hasAttribute("alt", "Picture 2 of 3: needle in the hay");
        page.keyboard().press("Escape");
        assertThat(page.locator(".tile-link").nth(1)).isFocused();

        page.locator("body").press("/");
        page.keyboard().type(" and nothing");
        assertThat(page.getByText("Nothing matches")).isVisible();
    }

    @Test
    void settlesAValueAndTakesItBack() {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Settings")).click();
        var row = page.locator(".setting[data-key=steps]");
        assertThat(row).containsText("20 · Easel's default");
        row.locator("input").fill("151");
        row.locator("input").press("Tab");
        assertThat(row.locator(".field-error")).containsText("from 1 to 150");

        row.locator("input").fill("33");
        row.locator("input").press("Tab");
        assertThat(row).containsText("33 · your setting");
        row.getByRole(AriaRole.BUTTON, named("Reset Steps")).click();
        assertThat(row).containsText("20 · Easel's default");
    }

    @Test
    void saysThatItIsOfflineAndCatchesUp() {
        assertThat(page.locator(".link-state")).hasText(Pattern.compile("Live|Connected"));
        page.context().setOffline(true);
        assertThat(page.locator(".banner")).isVisible();
        instruction().fill("kept while offline");
        page.getByRole(AriaRole.BUTTON, button("Create")).click();
        assertThat(page.locator(".composer .field-error").last())
                .containsText("Easel does not answer");

        page.context().setOffline(false);
        assertThat(page.locator(".banner")).isHidden();
        page.getByRole(AriaRole.BUTTON, button("Create")).click();
        assertThat(card("kept while offline")).isVisible();
    }

    @Test
    void deletesOnlyAfterAskingAndSaysWhatGoes() {
        var made = studio.make("somebody", "line-4", Wish.of("soon gone"));
        page.navigate("/#/picture/" + made + "/0");
        dialog().getByRole(AriaRole.BUTTON, named("Delete")).click();
        var question = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(question).containsText("deleted for good");
        page.keyboard().press("Escape");
        assertThat(question).hasCount(0);
        assertThat(dialog()).isVisible();

        dialog().getByRole(AriaRole.BUTTON, named("Delete")).click();
        question.getByRole(AriaRole.BUTTON, named("Delete for good")).click();
        assertThat(dialog()).hasCount(0);
        assertThat(tiles("soon gone")).hasCount(0);
        assertThat(easel.get("/api/v1/requests/" + made, easel.adminKey.value()).status())
                .isEqualTo(404);
    }
}
