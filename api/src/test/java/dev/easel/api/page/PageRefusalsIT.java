package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people see when Easel says no, and that nothing which they wrote is lost by it. */
class PageRefusalsIT {
    @RegisterExtension private static final Scene SCENE = new Scene();

    private static final String GENERATE = "**/api/v1/generate";

    private String key = "";
    private Page page;
    private Parts parts;

    @BeforeEach
    void open() {
        key = SCENE.key(Studio.GUILD);
        page = SCENE.page().logIn(key);
        parts = new Parts(page);
    }

    private static void tooMany(Route route) {
        route.fulfill(
                new Route.FulfillOptions()
                        .setStatus(429)
                        .setHeaders(
                                Map.of(
                                        "Retry-After", "7",
                                        "Content-Type", "application/json"))
                        .setBody(
                                """
                                {"error": "Too many requests.", "code": "TooManyRequests",
                                 "detail": "You call more often than allowed. Try again in 7 s.",
                                 "params": {"limit": "requests_per_second", "retry_after_seconds": "7"}}
                                """));
    }

    private static void erase(UUID request) {
        SCENE.studio().awaitEnd(request);
        var path = "/api/v1/requests/" + request;
        assertThat(SCENE.easel().delete(path, SCENE.easel().adminKey.value()).status())
                .isEqualTo(204);
    }

    @Test
    void saysWhenToTryAgainAndThenDoes() {
        page.route(GENERATE, PageRefusalsIT::tooMany);
        parts.instruction().fill("too eager");
        parts.button("Create").click();
        assertThat(page.locator(".composer .field-error").last())
                .hasText("Easel is busy. Try again in 7 s.");
        assertThat(parts.instruction()).hasValue("too eager");

        page.unroute(GENERATE);
        parts.button("Create").click();
        assertThat(parts.card("too eager")).isVisible();
        assertThat(page.locator(".composer .field-error").last()).isEmpty();
    }

    @Test
    void takesAnAnswerThatBreaksOffForNone() {
        page.evaluate(
                """
                () => {
                  const real = window.fetch;
                  const torn = () => new Response(
                    new ReadableStream({ start: (body) => body.error(new TypeError("torn")) }),
                    { status: 202 });
                  window.fetch = (path, how) =>
                    path === "/api/v1/generate" ? Promise.resolve(torn()) : real(path, how);
                }
                """);
        parts.instruction().fill("half an answer");
        parts.button("Create").click();
        assertThat(page.locator(".composer .field-error").last())
                .containsText("Easel does not answer");
        assertThat(parts.instruction()).hasValue("half an answer");
    }

    @Test
    void saysWhenToRefineAgainAndKeepsTheWords() {
        parts.open(SCENE.studio().make("somebody", "line-busy", Wish.of("a kettle")), 0);
        page.route(GENERATE, PageRefusalsIT::tooMany);
        parts.refinement().fill("in copper");
        parts.act("Refine").click();
        assertThat(parts.details().locator(".refine .field-error"))
                .hasText("Easel is busy. Try again in 7 s.");
        assertThat(parts.refinement()).hasValue("in copper");
        assertThat(parts.refinement()).isFocused();
        page.unroute(GENERATE);
        SCENE.studio().asked(page, () -> page.keyboard().press("Control+Enter"));
        assertThat(parts.refinement()).hasValue("");
    }

    @Test
    void saysThatThereIsNothingLeftToCancel() {
        parts.instruction().fill("quick as a flash");
        var asked = SCENE.studio().asked(page, () -> parts.button("Create").click());
        var working = SCENE.studio().start(asked).at(Phase.RENDERING, 90);
        page.route(
                "**/cancel",
                route -> {
                    SCENE.studio().awaitEnd(working.finish(Wish.of("quick as a flash")));
                    route.resume();
                });
        Parts.in(parts.card("quick as a flash"), "Cancel: quick as a flash").click();
        assertThat(parts.toast("It had already finished.")).isVisible();
        assertThat(parts.card("quick as a flash")).hasCount(0);
        assertThat(parts.tiles("quick as a flash")).hasCount(1);
    }

    @Test
    void saysInOnesOwnLanguageThatSomethingIsNotOverYet() {
        var asked = SCENE.studio().ask("somebody", "line-twice", Wish.of("a teapot"));
        SCENE.studio().end(asked, Reason.OUT_OF_MEMORY, "CUDA out of memory");
        var japanese = SCENE.page().inJapanese().logIn(key);
        japanese.navigate("/#/picture/" + asked + "/0");
        japanese.route(
                "**/retry",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(409)
                                        .setContentType("application/json")
                                        .setBody(
                                                """
                                                {"error": "The request is not finished.",
                                                 "code": "NotFinished", "detail": "Wait for its end."}
                                                """)));
        var dialog = japanese.locator("dialog.details[open]");
        Parts.in(dialog, "もう一度").click();
        assertThat(japanese.locator(".toast")).containsText("まだ終わっていません");
    }

    @Test
    void saysThatAPictureIsGoneWithoutTakingTheWords() {
        var made = SCENE.studio().make("somebody", "line-gone", Wish.of("a clay jug"));
        parts.open(made, 0);
        parts.refinement().fill("with a handle");
        erase(made);
        parts.act("Replay").click();
        assertThat(parts.toast("It is not there any more.")).isVisible();

        assertThat(parts.refinement()).hasValue("with a handle");
        page.keyboard().press("Escape");
        assertThat(parts.details()).hasCount(0);
        assertThat(parts.tiles("a clay jug")).hasCount(0);
    }

    @Test
    void saysThatALinkLeadsToNothingAndShowsTheWayOut() {
        var made = SCENE.studio().make("somebody", "line-link", Wish.of("a clay cup"));
        erase(made);
        parts.open(made, 0);
        assertThat(parts.heading()).hasText("This picture is not there any more");
        parts.details().getByText("All pictures").click();
        assertThat(parts.details()).hasCount(0);
        assertThat(parts.instruction()).isVisible();
    }

    @Test
    void keepsEveryWordWhenTheSessionEndsInTheMiddleOfOne() {
        parts.instruction().fill("a half-written wish");
        parts.open(SCENE.studio().make("somebody", "line-session", Wish.of("a glass")), 0);
        parts.refinement().fill("half full");
        // At the moment at which it is sent: any other call would bring the login before it.
        page.route(
                GENERATE,
                route -> {
                    page.unroute(GENERATE);
                    page.context().clearCookies();
                    route.fulfill(new Route.FulfillOptions().setStatus(401));
                });
        page.keyboard().press("Control+Enter");
        var login = page.locator("dialog.login");
        assertThat(login).containsText("Your session has ended.");
        // The browser itself closes a dialog at the second.
        page.keyboard().press("Escape");
        page.keyboard().press("Escape");
        page.keyboard().press("Escape");
        assertThat(login).isVisible();
        assertThat(login.locator("input[name=password]")).isFocused();

        TestingPage.enter(page, key);
        assertThat(login).hasCount(0);
        // Empty only once it was accepted.
        assertThat(parts.refinement()).hasValue("");
        page.keyboard().press("Escape");
        assertThat(parts.instruction()).hasValue("a half-written wish");
    }

    @Test
    void keepsWhatIsWrittenWhileSomethingIsSent() {
        page.route(
                GENERATE,
                route -> {
                    parts.instruction().fill("the next wish");
                    route.resume();
                });
        parts.instruction().fill("the first wish");
        var asked = SCENE.studio().asked(page, () -> parts.instruction().press("Control+Enter"));
        assertThat(parts.card("the first wish")).isVisible();
        assertThat(SCENE.easel().request(asked).getSpec().instruction())
                .isEqualTo("the first wish");
        assertThat(parts.instruction()).hasValue("the next wish");
    }

    @Test
    void keepsWhatIsShownWhenItCannotBeReadAnew() {
        var waiting = SCENE.studio().ask("somebody", "line-anew", Wish.of("a fork"));
        parts.open(waiting, 0);
        assertThat(parts.details().locator(".progress")).isVisible();
        page.route("**/api/v1/requests/" + waiting, PageRefusalsIT::tooMany);
        page.waitForResponse(
                response -> response.status() == 429,
                () -> SCENE.studio().start(waiting).finish(Wish.of("a fork")));
        assertThat(parts.heading()).hasText("a fork");
        page.unroute("**/api/v1/requests/" + waiting);
        // It ended only once; the page asks until it knows how.
        assertThat(parts.details().locator(".progress")).hasCount(0);
        assertThat(parts.picture()).hasAttribute("alt", "Picture 1 of 1: a fork");
        page.keyboard().press("Escape");
        assertThat(parts.tiles("a fork")).hasCount(1);
    }
}
