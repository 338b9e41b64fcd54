package dev.easel.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import dev.easel.api.page.Studio.Wish;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers and events that come late, twice, or before those that they follow. */
class PageTimingIT {
    @RegisterExtension private static final Scene SCENE = new Scene();

    private static final String GENERATE = "**/api/v1/generate";
    private static final String EVENTS = "**/api/v1/events";
    private static final String LISTS = "**/api/v1/requests?status=";
    private static final Route.FulfillOptions UNAUTHORIZED =
            new Route.FulfillOptions().setStatus(401);

    private Page page;
    private Parts parts;

    @BeforeEach
    void open() {
        page = SCENE.logIn();
        parts = new Parts(page);
    }

    private static String path(UUID request) {
        return "**/api/v1/requests/" + request;
    }

    private static Route.FulfillOptions json(String body) {
        return new Route.FulfillOptions().setContentType("application/json").setBody(body);
    }

    /** What the stream says of a request as it stands, after other events. */
    private static Route.FulfillOptions told(UUID request, String before) {
        var detail =
                SCENE.easel().get("/api/v1/requests/" + request, SCENE.easel().adminKey.value());
        return new Route.FulfillOptions()
                .setContentType("text/event-stream")
                .setBody(
                        before
                                + "event: request\ndata: "
                                + detail.json().path("progress")
                                + "\n\n");
    }

    private UUID create(String words) {
        parts.instruction().fill(words);
        return SCENE.studio().asked(page, () -> parts.button("Create").click());
    }

    @Test
    void keepsFocusAndZoomWhenWhatIsShownEnds() {
        var asked = SCENE.studio().ask("somebody", "line-stored", Wish.of("a late fig"));
        var work = SCENE.studio().start(asked).store(Wish.of("a late fig"));
        parts.open(asked, 0);
        parts.act("Vary").focus();
        page.keyboard().press("z");
        assertThat(parts.act("Fit to the window")).isVisible();
        work.conclude();
        assertThat(parts.act("Delete")).isVisible();
        assertThat(parts.act("Vary")).isFocused();
        assertThat(parts.act("Fit to the window")).isVisible();
    }

    @Test
    void showsNoOlderStateThanTheLast() {
        var asked = SCENE.studio().ask("somebody", "line-twice", Wish.of("a fig read twice"));
        page.navigate("/#/queue");
        assertThat(page.locator(".queue .progress").filter(Parts.withText("a fig read twice")))
                .isVisible();
        var reads = Held.at(page, path(asked));
        parts.open(asked, 0);
        var older = reads.call(1);
        var waiting = older.fetch();
        // It ends while its details are being read, and they are read again.
        SCENE.studio().start(asked).finish(Wish.of("a fig read twice"));
        reads.call(2).resume();
        reads.call(3).resume();
        parts.act("Vary").focus();
        handled(
                page.waitForResponse(
                        path(asked),
                        () -> older.fulfill(new Route.FulfillOptions().setResponse(waiting))));
        assertThat(parts.act("Vary")).isFocused();
        assertThat(parts.details().locator(".progress")).hasCount(0);
    }

    /**
     * Made by a press.
     *
     * @param answer lets the page have its answer
     */
    private record Unanswered(UUID request, Runnable answer) {}

    private Unanswered unanswered(Runnable press) {
        var answers = new ArrayList<Runnable>();
        page.route(
                GENERATE,
                route -> {
                    var answer = new Route.FulfillOptions().setResponse(route.fetch());
                    answers.add(() -> route.fulfill(answer));
                });
        var request = SCENE.studio().asked(page, press);
        page.waitForCondition(() -> !answers.isEmpty());
        return new Unanswered(request, answers.getFirst());
    }

    @Test
    void bringsTheWordsBackWhenARefusalOvertakesItsAnswer() {
        parts.open(SCENE.studio().make("somebody", "line-refused", Wish.of("a vase")), 0);
        parts.refinement().fill("in green glass");
        var made = unanswered(() -> page.keyboard().press("Control+Enter"));
        assertThat(parts.card("in green glass")).isVisible();
        SCENE.studio().end(made.request(), Reason.REJECTED, "No.");
        assertThat(parts.card("in green glass")).containsText("cannot be done here");
        made.answer().run();
        assertThat(parts.toast("cannot be done here")).isVisible();
        assertThat(parts.refinement()).hasValue("in green glass");
    }

    @Test
    void showsAFailureOfWhichTheStreamToldBeforeTheAnswer() {
        var streams = Held.at(page, EVENTS);
        page.reload();
        parts.instruction().fill("quickly refused");
        var made = unanswered(() -> parts.button("Create").click());
        SCENE.studio().end(made.request(), Reason.REJECTED, "No.");
        SCENE.studio().awaitEnd(made.request());
        // It never told that it waits.
        page.waitForResponse(
                path(made.request()), () -> streams.call(1).fulfill(told(made.request(), "")));
        made.answer().run();
        assertThat(parts.card("quickly refused")).containsText("cannot be done here");
    }

    @Test
    void takesWhatTheStreamSaysForNewerThanWhatIsReadAnewBeforeIt() {
        var asked = create("a slow kite");
        var streams = Held.at(page, EVENTS);
        var waiting = Held.at(page, LISTS + "pending*");
        var waits = json(list("pending"));
        var runs = json(list("processing"));
        page.route(LISTS + "processing*", route -> route.fulfill(runs));
        page.reload();
        SCENE.studio().start(asked).at(Phase.RENDERING, 40);
        streams.call(1).fulfill(told(asked, "event: reset\ndata: {}\n\n"));
        waiting.call(1).fulfill(waits);
        handled(page.waitForResponse(LISTS + "pending*", () -> waiting.call(2).fulfill(waits)));
        assertThat(parts.card("a slow kite")).containsText("Drawing");
    }

    private static String list(String status) {
        var path = "/api/v1/requests?limit=100&guild_id=" + Studio.GUILD + "&status=" + status;
        return SCENE.easel().get(path, SCENE.easel().adminKey.value()).json().toString();
    }

    /** Waits until the page had the time to do something with it. */
    private void handled(Response response) {
        response.finished();
        page.evaluate("() => new Promise(requestAnimationFrame)");
    }

    @Test
    void saysAtOnceThatItIsBeingCancelled() {
        var asked = create("a change of mind");
        var card = parts.card("a change of mind");
        var cancels = Held.at(page, "**/cancel");
        cancel(card, "a change of mind").focus();
        page.keyboard().press("Enter");
        assertThat(state(card)).hasText("Cancelling…");
        assertThat(cancel(card, "a change of mind")).hasCount(0);
        assertThat(card.locator(".progress-title")).isFocused();

        handled(page.waitForResponse("**/cancel", cancels.call(1)::resume));
        // It stays so through whatever comes until it has ended.
        page.waitForResponse("**/api/v1/queue", () -> create("something else"));
        assertThat(state(card)).hasText("Cancelling…");
        SCENE.studio().end(asked, Reason.CANCELLED, "Cancelled.");
        assertThat(state(card)).hasText("Cancelled");
    }

    @Test
    void offersToCancelAgainWhatCouldNotBeCancelled() {
        create("cannot be reached");
        var card = parts.card("cannot be reached");
        var cancels = Held.at(page, "**/cancel");
        cancel(card, "cannot be reached").click();
        assertThat(state(card)).hasText("Cancelling…");
        cancels.call(1).fulfill(json("{}").setStatus(503));
        assertThat(parts.toast("Easel is busy.")).isVisible();
        assertThat(cancel(card, "cannot be reached")).isVisible();
        assertThat(state(card)).not().hasText("Cancelling…");
    }

    private static Locator cancel(Locator card, String words) {
        return Parts.in(card, "Cancel: " + words);
    }

    private static Locator state(Locator card) {
        return card.locator(".progress-state");
    }

    @Test
    void keepsTheFocusOnACardThatOvertakesAnother() {
        var asked =
                Map.of(
                        "a left shoe", create("a left shoe"),
                        "a right shoe", create("a right shoe"));
        var cards = page.locator(".mine .progress");
        assertThat(cards).hasCount(2);
        assertThat(cards.first()).containsText("queue");
        assertThat(cards.last()).containsText("queue");
        // Which of them goes first is not said where both came in the same second.
        var words = cards.last().locator(".progress-title").textContent();
        cancel(parts.card(words), words).focus();
        SCENE.studio().start(Objects.requireNonNull(asked.get(words))).at(Phase.RENDERING, 10);
        assertThat(parts.card(words)).containsText("Drawing");
        assertThat(cards.first()).containsText(words);
        assertThat(cancel(parts.card(words), words)).isFocused();
    }

    @Test
    void showsPicturesAgainThatTheEndOfASessionTookAway() {
        var key = SCENE.key(Studio.GUILD);
        page = SCENE.page().open();
        parts = new Parts(page);
        var made = SCENE.studio().make("somebody", "line-again", Wish.of("a refused picture"));
        var reads = Held.at(page, path(made) + "/images/0/thumbnail*");
        page.clock().install();
        TestingPage.enter(page, key);
        // By itself it asks a few times more and then no more.
        for (var number = 1; number <= 4; number++) {
            reads.call(number).fulfill(UNAUTHORIZED);
            page.clock().runFor(5000);
        }
        page.route(
                GENERATE,
                route -> {
                    page.unroute(GENERATE);
                    reads.letGo();
                    page.context().clearCookies();
                    route.fulfill(UNAUTHORIZED);
                });
        parts.instruction().fill("after all");
        parts.button("Create").click();
        TestingPage.enter(page, key);
        assertThat(parts.tiles("a refused picture").locator("img.there")).hasCount(1);
    }

    @Test
    void keepsWhatIsSaidOfAFieldWhenNamesComeLate() {
        var samplers = Held.at(page, "**/api/v1/samplers");
        parts.instruction().fill("very many steps");
        parts.button("Options").click();
        page.getByLabel("Steps").fill("999");
        parts.button("Create").click();
        var complaint = page.locator("[data-field=steps] .field-error");
        assertThat(complaint).containsText("from 1 to 150");
        page.getByLabel("Sampler").focus();
        samplers.letGo();
        assertThat(page.locator("[data-field=sampler] select")).isFocused();
        assertThat(complaint).containsText("from 1 to 150");
    }

    @Test
    void keepsTheLorasThatWereFoundWhenNamesComeLate() {
        var samplers = Held.at(page, "**/api/v1/samplers");
        parts.button("Options").click();
        var search = page.locator(".parameters .loras input[type=search]");
        search.focus();
        var found = page.locator(".parameters .lora-results button");
        assertThat(found.first()).isVisible();
        var first = found.first().elementHandle();
        samplers.letGo();
        assertThat(page.locator("[data-field=sampler] select")).isVisible();
        assertThat(search).isFocused();
        assertThat(first.isVisible()).as("the same one").isTrue();
    }

    @Test
    void asksAgainForNamesThatNobodyTold() {
        var samplers = Held.at(page, "**/api/v1/samplers");
        var options = page.locator(".options");
        options.click();
        samplers.call(1).fulfill(json("{\"samplers\": [], \"complete\": false}"));
        options.click();
        options.click();
        samplers.call(2).resume();
        assertThat(page.locator("[data-field=sampler] select")).isVisible();
    }
}
