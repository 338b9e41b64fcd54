package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequestSpec;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.protocol.Phase;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people make from a picture that they look at. */
class PageActionsIT {
    @RegisterExtension private static final Scene SCENE = new Scene();

    private Page page;
    private Parts parts;

    @BeforeEach
    void open() {
        page = SCENE.logIn();
        parts = new Parts(page);
    }

    private static GenerationRequestSpec spec(UUID request) {
        return SCENE.easel().request(request).getSpec();
    }

    @ParameterizedTest
    @CsvSource({"Vary, VARY, Variation", "Reroll, REROLL, Reroll", "Upscale, UPSCALE, Upscale"})
    void makesMoreOfThePictureThatIsShown(String name, Action action, String kind) {
        var made = SCENE.studio().make("somebody", "line-" + name, Wish.of("pears").times(2));
        parts.open(made, 1);
        var asked = SCENE.studio().asked(page, () -> parts.act(name).click());
        assertThat(parts.details().locator(".progress")).isVisible();
        assertThat(spec(asked).action()).isEqualTo(action);
        assertThat(spec(asked).source()).isEqualTo(new Source(made.toString(), 1));
        SCENE.studio().start(asked).at(Phase.RENDERING, 50).finish(Wish.of("pears").from(made));
        assertThat(page).hasURL(SCENE.page().url("/#/picture/" + asked + "/0"));
        assertThat(parts.details().locator(".byline")).containsText(kind);
        assertThat(parts.details().locator(".progress")).hasCount(0);
    }

    @Test
    void replaysTheVerySameAgain() {
        var made = SCENE.studio().make("somebody", "line-replay", Wish.of("plums"));
        parts.open(made, 0);
        var asked = SCENE.studio().asked(page, () -> parts.act("Replay").click());
        assertThat(spec(asked).action()).isEqualTo(Action.REPLAY);
        SCENE.studio().start(asked).finish(Wish.of("plums").from(made));
        assertThat(page).hasURL(SCENE.page().url("/#/picture/" + asked + "/0"));
        assertThat(parts.details().locator(".lineage a")).hasCount(2);
    }

    @Test
    void triesAgainWhatFailedFromItsCard() {
        parts.instruction().fill("too large for this GPU");
        var first = SCENE.studio().asked(page, () -> parts.button("Create").click());
        SCENE.studio().end(first, Reason.OUT_OF_MEMORY, "CUDA out of memory");
        var card = parts.card("too large for this GPU");
        assertThat(card).containsText("ran out of memory");
        var again = SCENE.studio().asked(page, () -> Parts.in(card, "Try again").click());
        assertThat(spec(again).instruction()).isEqualTo("too large for this GPU");
        assertThat(card).hasCount(1);
        assertThat(Parts.in(card, "Cancel: too large for this GPU")).isVisible();
        SCENE.studio().start(again).finish(Wish.of("too large for this GPU"));
        assertThat(card).hasCount(0);
        assertThat(parts.tiles("too large for this GPU")).hasCount(1);
    }

    @Test
    void triesAgainWhatFailedFromItsDetails() {
        var first = SCENE.studio().ask("somebody", "line-retry", Wish.of("figs on a plate"));
        SCENE.studio().end(first, Reason.OUT_OF_MEMORY, "CUDA out of memory");
        parts.open(first, 0);
        assertThat(parts.details()).containsText("Ask for fewer or smaller pictures");
        var again = SCENE.studio().asked(page, () -> parts.act("Try again").click());
        assertThat(parts.details()).hasCount(0);
        assertThat(spec(again).instruction()).isEqualTo("figs on a plate");
    }

    @Test
    void refinesWithTheKeyboardAlone() {
        var made = SCENE.studio().make("somebody", "line-keys", Wish.of("a jar of figs"));
        page.reload();
        parts.tiles("a jar of figs").getByRole(AriaRole.LINK).focus();
        page.keyboard().press("Enter");
        assertThat(parts.heading()).isFocused();
        assertThat(parts.refinement()).isVisible();
        var presses = 0;
        while (!(boolean) page.evaluate("document.activeElement.matches('.refine textarea')")) {
            assertThat(++presses).isLessThan(12);
            page.keyboard().press("Tab");
        }
        page.keyboard().type("darker");
        var asked = SCENE.studio().asked(page, () -> page.keyboard().press("Control+Enter"));
        assertThat(parts.refinement()).hasValue("");
        assertThat(parts.refinement()).isFocused();
        assertThat(spec(asked).source()).isEqualTo(new Source(made.toString(), 0));
        SCENE.studio().start(asked).finish(Wish.of("darker").from(made));
        assertThat(parts.heading()).hasText("darker");
        assertThat(parts.heading()).isFocused();
        page.keyboard().press("Escape");
        assertThat(parts.details()).hasCount(0);
        assertThat(parts.tiles("darker").getByRole(AriaRole.LINK)).isFocused();
    }

    @Test
    void tellsOfAFinishedPictureWithoutTakingTheWriterAway() {
        var made = SCENE.studio().make("somebody", "line-busy", Wish.of("a basket of figs"));
        parts.open(made, 0);
        var asked = SCENE.studio().asked(page, () -> parts.act("Vary").click());
        parts.refinement().fill("half a thou");
        SCENE.studio().start(asked).finish(Wish.of("a basket of figs").from(made));

        var told = parts.toast("Finished");
        assertThat(told).isVisible();
        assertThat(parts.refinement()).hasValue("half a thou");
        told.getByRole(AriaRole.LINK).click();
        assertThat(page).hasURL(SCENE.page().url("/#/picture/" + asked + "/0"));
        parts.details().locator(".lineage a").first().click();
        assertThat(parts.refinement()).hasValue("half a thou");
    }

    @Test
    void keepsAHalfWrittenRefinementWhileOneLooksElsewhere() {
        var made = SCENE.studio().make("somebody", "line-half", Wish.of("two figs").times(2));
        parts.open(made, 0);
        parts.refinement().fill("one of them ea");
        page.keyboard().press("Escape");
        assertThat(parts.details()).hasCount(0);
        parts.open(made, 0);
        assertThat(parts.refinement()).hasValue("one of them ea");
    }

    @Test
    void takesAPressOnAnotherPictureForAnotherRequest() {
        var made = SCENE.studio().make("somebody", "line-lost", Wish.of("three figs").times(2));
        parts.open(made, 0);
        // The request arrives, its answer does not.
        page.route(
                "**/api/v1/generate",
                route -> {
                    route.fetch();
                    route.abort();
                });
        var first = SCENE.studio().asked(page, () -> parts.act("Vary").click());
        assertThat(parts.toast("Easel does not answer")).isVisible();
        page.unroute("**/api/v1/generate");
        assertThat(parts.act("Vary")).isFocused();
        page.keyboard().press("ArrowRight");
        assertThat(parts.picture()).hasAttribute("alt", "Picture 2 of 2: three figs");
        var second = SCENE.studio().asked(page, () -> parts.act("Vary").click());
        assertThat(parts.details().locator(".progress")).hasCount(2);
        assertThat(spec(first).source()).isEqualTo(new Source(made.toString(), 0));
        assertThat(spec(second).source()).isEqualTo(new Source(made.toString(), 1));
    }
}
