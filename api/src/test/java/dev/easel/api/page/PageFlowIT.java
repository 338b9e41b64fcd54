package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestPage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do with the page, from a sentence to a picture and on. */
class PageFlowIT {
    @RegisterExtension private static final Scene SCENE = new Scene();

    private Page page;
    private Parts parts;

    @BeforeEach
    void open() {
        page = SCENE.logIn();
        parts = new Parts(page);
    }

    @Test
    void asksWatchesAndOpensWhatWasMade() {
        var wish = Wish.of("a lighthouse in a storm").times(2);
        parts.instruction().fill(wish.instruction());
        var asked = SCENE.studio().asked(page, () -> parts.instruction().press("Control+Enter"));
        assertThat(parts.card(wish.instruction())).isVisible();
        assertThat(parts.instruction()).hasValue("");
        assertThat(parts.card(wish.instruction())).containsText("queue");

        var work = SCENE.studio().start(asked).at(Phase.RENDERING, 40);
        var bar = parts.card(wish.instruction()).getByRole(AriaRole.PROGRESSBAR);
        assertThat(bar).hasAttribute("aria-valuenow", "40");
        assertThat(parts.card(wish.instruction())).containsText("Drawing");
        work.finish(wish);

        assertThat(parts.tiles(wish.instruction())).hasCount(2);
        assertThat(parts.card(wish.instruction())).hasCount(0);
        parts.tiles(wish.instruction()).last().click();
        assertThat(parts.details()).containsText("highly detailed, dramatic light");
        assertThat(parts.details()).containsText("your setting");
        var picture = parts.details().locator(".stage-picture");
        assertThat(picture).hasAttribute("alt", "Picture 2 of 2: " + wish.instruction());
        assertThat(picture.evaluate("image => image.decode().then(() => image.naturalWidth)"))
                .isEqualTo(512);
        page.keyboard().press("Escape");
        assertThat(parts.details()).hasCount(0);
        assertThat(parts.tiles(wish.instruction()).last().getByRole(AriaRole.LINK)).isFocused();
    }

    @Test
    void refinesInPlaceAndShowsWhatChanged() {
        var first = Wish.of("a quiet harbour");
        var made = SCENE.studio().make("somebody", "line-1", first);
        page.navigate("/#/picture/" + made + "/0");
        assertThat(parts.details()).containsText("a quiet harbour");
        parts.details().getByLabel("What should be different?").fill("brighter, with a boat");
        var refined = SCENE.studio().asked(page, () -> parts.act("Refine").click());
        assertThat(parts.details().locator(".progress-title")).hasText("brighter, with a boat");
        assertThat(SCENE.easel().request(refined).getSpec().source())
                .isEqualTo(new Source(made.toString(), 0));
        SCENE.studio().start(refined).finish(Wish.of("brighter, with a boat").from(made));

        assertThat(parts.details().getByRole(AriaRole.HEADING).first())
                .hasText("brighter, with a boat");
        assertThat(page).hasURL(Pattern.compile(".*#/picture/" + refined + "/0"));
        assertThat(parts.details().locator(".changes")).containsText("6.0");
        assertThat(parts.details()).containsText("Kept: Seed, Sampler, Steps, Width");
        assertThat(parts.details().locator(".lineage a")).hasCount(2);
        parts.details().locator(".lineage a").first().click();
        assertThat(parts.details().getByRole(AriaRole.HEADING).first()).hasText("a quiet harbour");
    }

    @Test
    void cancelsWhatWaitsAndTellsIt() {
        parts.instruction().fill("never mind");
        var asked = SCENE.studio().asked(page, () -> parts.button("Create").click());
        page.waitForResponse(
                "**/cancel",
                () -> Parts.in(parts.card("never mind"), "Cancel: never mind").click());
        SCENE.studio().end(asked, Reason.CANCELLED, "Cancelled.");

        assertThat(parts.card("never mind").locator(".progress-state")).hasText("Cancelled");
        Parts.in(parts.card("never mind"), "Dismiss").click();
        assertThat(parts.card("never mind")).hasCount(0);
    }

    @Test
    void saysBesideTheFieldWhatIsWrongWithIt() {
        parts.instruction().fill("too many steps");
        parts.button("Options").click();
        var steps = page.getByLabel("Steps");
        steps.fill("９９９");
        parts.button("Create").click();

        assertThat(page.locator("[data-field=steps] .field-error")).containsText("from 1 to 150");
        assertThat(steps).hasAttribute("aria-invalid", "true");
        assertThat(steps).isFocused();
        assertThat(parts.instruction()).hasValue("too many steps");
        steps.fill("12");
        var asked = SCENE.studio().asked(page, () -> parts.button("Create").click());
        assertThat(parts.card("too many steps")).isVisible();
        assertThat(SCENE.easel().request(asked).getSpec().parameters())
                .hasFieldOrPropertyWithValue("steps", 12);
    }

    @Test
    void sendsOneRequestForADoubleClickAndNoneWhileAWordIsComposed() {
        parts.instruction().fill("only once");
        var composing =
                "area => area.dispatchEvent(new KeyboardEvent('keydown',"
                        + " {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true}))";
        parts.instruction().evaluate(composing);
        assertThat(parts.card("only once")).hasCount(0);

        parts.button("Create").dblclick();
        assertThat(parts.card("only once")).isVisible();
        assertThat(
                        SCENE.easel()
                                .get(
                                        "/api/v1/requests?text=only%20once",
                                        SCENE.easel().adminKey.value())
                                .as(RequestPage.class)
                                .requests())
                .hasSize(1);
    }

    @Test
    void searchesAndWalksWithTheKeyboardAlone() {
        SCENE.studio().make("somebody", "line-2", Wish.of("needle in the hay").times(3));
        SCENE.studio().make("somebody", "line-3", Wish.of("something else"));
        page.locator("body").press("/");
        var search = page.getByRole(AriaRole.SEARCHBOX);
        assertThat(search.first()).isFocused();
        // All that are made come by themselves: only this answer tells those that were looked for.
        page.waitForResponse("**/requests?text=needle&*", () -> page.keyboard().type("needle"));
        assertThat(page.locator(".tile")).hasCount(3);

        page.locator(".tile-link").first().focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".tile-link").nth(1)).isFocused();
        page.keyboard().press("End");
        assertThat(page.locator(".tile-link").nth(2)).isFocused();
        page.keyboard().press("Enter");
        assertThat(parts.details().locator(".stage-picture"))
                .hasAttribute("alt", "Picture 3 of 3: needle in the hay");
        page.keyboard().press("ArrowLeft");
        assertThat(parts.details().locator(".stage-picture"))
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
        Parts.in(row, "Reset Steps").click();
        assertThat(row).containsText("20 · Easel's default");
    }

    @Test
    void saysThatItIsOfflineAndCatchesUp() {
        assertThat(page.locator(".link-state")).hasText(Pattern.compile("Live|Connected"));
        page.context().setOffline(true);
        assertThat(page.locator(".banner")).isVisible();
        parts.instruction().fill("kept while offline");
        parts.button("Create").click();
        assertThat(page.locator(".composer .field-error").last())
                .containsText("Easel does not answer");

        page.context().setOffline(false);
        assertThat(page.locator(".banner")).isHidden();
        parts.button("Create").click();
        assertThat(parts.card("kept while offline")).isVisible();
    }

    @Test
    void deletesOnlyAfterAskingAndSaysWhatGoes() {
        var made = SCENE.studio().make("somebody", "line-4", Wish.of("soon gone"));
        page.navigate("/#/picture/" + made + "/0");
        parts.act("Delete").click();
        var question = page.getByRole(AriaRole.ALERTDIALOG);
        assertThat(question).containsText("deleted for good");
        page.keyboard().press("Escape");
        assertThat(question).hasCount(0);
        assertThat(parts.details()).isVisible();

        parts.act("Delete").click();
        Parts.in(question, "Delete for good").click();
        assertThat(parts.details()).hasCount(0);
        assertThat(parts.tiles("soon gone")).hasCount(0);
        assertThat(
                        SCENE.easel()
                                .get("/api/v1/requests/" + made, SCENE.easel().adminKey.value())
                                .status())
                .isEqualTo(404);
    }
}
