package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.easel.api.TestingEasel;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.Reason;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways through the page: addresses and the way back, the zoom, filters, the queue, options. */
class PageViewsIT {
    @RegisterExtension private static final Scene SCENE = new Scene();

    private Page page;
    private Parts parts;

    @BeforeEach
    void open() {
        page = SCENE.logIn();
        parts = new Parts(page);
    }

    private Locator view(String name) {
        return page.getByRole(AriaRole.NAVIGATION)
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    @Test
    void goesBackTheWayItCame() {
        SCENE.studio().make("somebody", "line-back", Wish.of("a wooden gate").times(2));
        view("Queue").click();
        view("Pictures").click();
        parts.tiles("a wooden gate").first().click();
        assertThat(parts.details()).isVisible();
        assertThat(page).hasTitle("a wooden gate · Easel");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Escape");
        assertThat(parts.details()).hasCount(0);
        assertThat(page).hasTitle("Easel");
        page.goBack();
        assertThat(page.locator(".queue h1")).isVisible();
        page.goForward();
        assertThat(parts.instruction()).isVisible();
        page.goForward();
        assertThat(parts.picture()).hasAttribute("alt", "Picture 2 of 2: a wooden gate");
        page.goBack();
        assertThat(parts.details()).hasCount(0);
    }

    @Test
    void opensALinkToAPictureAndStaysOnThePageAfterIt() {
        var made = SCENE.studio().make("somebody", "line-deep", Wish.of("a tin roof").times(2));
        var fresh = page.context().newPage();
        fresh.navigate("/#/picture/" + made + "/1");
        assertThat(fresh.locator(".stage-picture"))
                .hasAttribute("alt", "Picture 2 of 2: a tin roof");
        fresh.reload();
        assertThat(fresh.locator(".stage-picture"))
                .hasAttribute("alt", "Picture 2 of 2: a tin roof");
        fresh.keyboard().press("Escape");
        assertThat(fresh).hasURL(SCENE.page().url("/#/"));
        assertThat(fresh.locator(".tile-link:focus")).hasCount(1);
    }

    @Test
    void goesOnFromThePictureAlsoWhenTheListComesAfterIt() {
        var made = SCENE.studio().make("somebody", "line-late", Wish.of("a tin bucket"));
        var fresh = page.context().newPage();
        var lists = new ArrayList<Route>();
        fresh.route(PageViewsIT::isOfPictures, lists::add);
        fresh.navigate("/#/picture/" + made + "/0");
        assertThat(fresh.locator(".stage-picture"))
                .hasAttribute("alt", "Picture 1 of 1: a tin bucket");
        fresh.waitForCondition(() -> lists.size() == 1);
        fresh.keyboard().press("Escape");
        assertThat(fresh.locator("dialog.details[open]")).hasCount(0);
        lists.getFirst().resume();
        assertThat(fresh.locator(".tile-link:focus"))
                .hasAttribute("href", "#/picture/" + made + "/0");
    }

    private static boolean isOfPictures(String url) {
        return url.contains("/api/v1/requests?") && !url.contains("status=p");
    }

    @Test
    void opensAPictureOverTheQueueAndComesBackToIt() {
        var made = SCENE.studio().make("somebody", "line-queue", Wish.of("a stone bridge"));
        var fresh = page.context().newPage();
        fresh.navigate("/#/queue");
        assertThat(fresh.locator(".queue h1")).isVisible();
        fresh.navigate("/#/picture/" + made + "/0");
        assertThat(fresh.locator("dialog.details[open]")).containsText("a stone bridge");
        fresh.keyboard().press("Escape");
        assertThat(fresh.locator("dialog.details[open]")).hasCount(0);
        assertThat(fresh.locator(".queue h1")).isVisible();
    }

    @Test
    void zoomsWithButtonKeyAndPointer() {
        parts.open(SCENE.studio().make("somebody", "line-zoom", Wish.of("a small shell")), 0);
        assertThat(parts.picture()).hasAttribute("alt", "Picture 1 of 1: a small shell");
        var zoom = parts.act("Zoom");
        zoom.click();
        var fit = parts.act("Fit to the window");
        assertThat(fit).hasAttribute("aria-pressed", "true");
        assertThat(parts.picture()).hasCSS("width", "1024px");
        page.keyboard().press("Escape");
        assertThat(zoom).hasAttribute("aria-pressed", "false");
        assertThat(parts.details()).isVisible();

        page.keyboard().press("z");
        assertThat(fit).isVisible();
        var scroller = parts.details().locator(".stage-scroll");
        scroller.focus();
        var before = (Number) scroller.evaluate("node => node.scrollTop");
        page.keyboard().press("ArrowDown");
        page.waitForFunction(
                "before => document.querySelector('.stage-scroll').scrollTop > before",
                before.doubleValue());
        page.keyboard().press("z");
        assertThat(zoom).isVisible();
        parts.picture().click();
        assertThat(fit).isVisible();
        parts.picture().click();
        assertThat(zoom).isVisible();
    }

    @Test
    void leavesAZoomedPictureWithTheSecondEscape() {
        var made = SCENE.studio().make("somebody", "line-twice", Wish.of("a large shell"));
        assertThat(parts.tiles("a large shell")).hasCount(1);
        parts.open(made, 0);
        assertThat(page).hasTitle("a large shell · Easel");
        parts.act("Zoom").click();
        assertThat(parts.act("Fit to the window")).isVisible();
        page.keyboard().press("Escape");
        assertThat(parts.act("Zoom")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page).hasURL(SCENE.page().url("/"));
        assertThat(page).hasTitle("Easel");
        assertThat(page.locator("html.covered")).hasCount(0);
        assertThat(parts.tiles("a large shell").getByRole(AriaRole.LINK)).isFocused();
    }

    @Test
    void goesOnFromTheFocusedPictureWhenOthersComeBeforeIt() {
        SCENE.studio().make("somebody", "line-before", Wish.of("a white gate").times(2));
        parts.tiles("a white gate").first().getByRole(AriaRole.LINK).focus();
        SCENE.studio().make("somebody", "line-after", Wish.of("a black gate"));
        assertThat(parts.tiles("a black gate")).hasCount(1);
        page.keyboard().press("ArrowRight");
        assertThat(parts.tiles("a white gate").last().getByRole(AriaRole.LINK)).isFocused();
    }

    @Test
    void narrowsThePicturesByWhatTheyAre() {
        var first = SCENE.studio().make("kenji", "line-find", Wish.of("a heron at dawn"));
        SCENE.studio().make("kenji", "line-find", Wish.of("a heron in the mist").from(first));
        var failed = SCENE.studio().ask("kenji", "line-find-2", Wish.of("a heron too large"));
        SCENE.studio().end(failed, Reason.OUT_OF_MEMORY, "CUDA out of memory");
        var others = SCENE.studio().make("somebody", "line-find-3", Wish.of("a heron of mine"));
        assertThat(others).isNotNull();
        page.evaluate("localStorage.setItem('easel.name', 'kenji')");
        page.reload();
        page.getByRole(AriaRole.SEARCHBOX).first().fill("heron");
        var found = page.locator(".tile");
        assertThat(found).hasCount(3);

        page.getByLabel("Kind").selectOption("Refine");
        assertThat(found).hasCount(1);
        assertThat(found).containsText("a heron in the mist");
        page.getByLabel("Kind").selectOption("");
        page.getByLabel("Only mine").check();
        assertThat(found).hasCount(2);
        page.getByLabel("Status").selectOption("failed");
        assertThat(found).hasCount(1);
        assertThat(found).containsText("a heron too large");
        assertThat(found).containsText("ran out of memory");

        page.getByRole(AriaRole.SEARCHBOX).first().fill("heron and no other bird");
        assertThat(page.getByText("Nothing matches")).isVisible();
        parts.button("Clear search").click();
        assertThat(parts.tiles("a heron of mine")).hasCount(1);
        assertThat(page.getByLabel("Only mine")).not().isChecked();
    }

    @Test
    void cancelsFromTheQueueAndKeepsTheKeyboardsPlace() {
        var asked = SCENE.studio().ask("somebody", "line-cancel", Wish.of("a long wait"));
        view("Queue").click();
        assertThat(page.locator(".queue h1")).isFocused();
        var card = page.locator(".queue .progress").filter(Parts.withText("a long wait"));
        Parts.in(card, "Cancel: a long wait").focus();
        page.keyboard().press("Enter");
        TestingEasel.await()
                .until(() ->
                        SCENE.easel().request(asked).getSpec().desiredState()
                                == DesiredState.CANCELLED);
        SCENE.studio().end(asked, Reason.CANCELLED, "Cancelled.");
        assertThat(card).hasCount(0);
        assertThat(page.locator("main:focus, .queue button:focus")).hasCount(1);
    }

    @Test
    void choosesLorasWithTheKeyboardAndSendsTheirWeights() {
        parts.instruction().fill("with a style");
        parts.button("Options").click();
        var search =
                page.getByRole(
                        AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Find a LoRA"));
        search.focus();
        var results = page.locator(".parameters .lora-results button");
        assertThat(results.first()).isVisible();
        var name = results.first().getAttribute("aria-label").substring("Add ".length());
        search.press("Enter");
        var chosen = page.locator(".parameters .lora-chosen li");
        assertThat(chosen).hasCount(1);
        assertThat(search).isFocused();
        assertThat(parts.card("with a style")).hasCount(0);
        page.getByLabel("Weight of " + name).fill("０．６");
        var asked = SCENE.studio().asked(page, () -> parts.button("Create").click());
        assertThat(SCENE.easel().request(asked).getSpec().parameters())
                .isNotNull()
                .extracting("loras")
                .asString()
                .contains(name, "0.6");
        Parts.in(chosen, "Remove " + name).click();
        assertThat(chosen).hasCount(0);
    }

    @Test
    void showsTheSettingsThatWereChosenLast() {
        view("Settings").click();
        var steps = page.locator(".setting[data-key=steps]");
        steps.locator("input").fill("31");
        steps.locator("input").press("Tab");
        assertThat(steps).containsText("31 · your setting");
        view("Queue").click();
        var effective = Held.at(page, "**/api/v1/settings/effective?*");
        view("Settings").click();
        var own = effective.call(1);
        page.getByLabel("Everyone's in this space").check();
        effective.call(2).resume();
        assertThat(steps).containsText("20 · Easel's default");
        page.waitForResponse("**/api/v1/settings/effective?*", own::resume).finished();
        page.evaluate("() => new Promise(requestAnimationFrame)");
        assertThat(steps).containsText("20 · Easel's default");
    }

    @Test
    void keepsWhatIsTypedInOneSettingWhileAnotherIsSaved() {
        view("Settings").click();
        var steps = page.locator(".setting[data-key=steps]");
        var scale = page.locator(".setting[data-key=cfg_scale]");
        page.route(
                "**/api/v1/settings",
                route -> {
                    scale.locator("input").pressSequentially("8");
                    route.resume();
                });
        steps.locator("input").fill("44");
        steps.locator("input").press("Tab");
        assertThat(steps).containsText("44 · your setting");
        page.keyboard().type(".5");
        assertThat(scale.locator("input")).hasValue("8.5");
        page.unroute("**/api/v1/settings");
        scale.locator("input").press("Tab");
        assertThat(scale).containsText("8.5 · your setting");

        Parts.in(steps, "Reset Steps").click();
        assertThat(steps).containsText("20 · Easel's default");
        assertThat(scale).containsText("8.5 · your setting");
        Parts.in(scale, "Reset CFG scale").click();
        assertThat(scale).containsText("Easel's default");
    }
}
