package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.card.CardPace;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.HeldCall.Moment;
import dev.easel.sandbox.discord.RequestLog;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The changes of a card: in order, not too many, and never in the way of the pictures. */
class BotCardsIT extends WithRunningBot {
    private static final Pattern PERCENT = Pattern.compile("([0-9]+) %");
    private static final int DONE = 1000;

    static Stream<Arguments> faults() {
        var moment = Duration.ofMillis(400);
        return Stream.of(
                Arguments.of("nothing", 0, new Faults.Action.Slow(Duration.ZERO)),
                Arguments.of("429 of the user", 1, limited("user", moment)),
                Arguments.of("429 shared", 1, limited("shared", moment)),
                Arguments.of("429 global", 1, limited("global", moment)),
                Arguments.of("503", 2, new Faults.Action.Broken(503)),
                Arguments.of("500", 1, new Faults.Action.Broken(500)),
                Arguments.of("reset before", 1, new Faults.Action.ResetBefore()),
                Arguments.of("reset after", 1, new Faults.Action.ResetAfter()),
                Arguments.of("slowness", 2, new Faults.Action.Slow(moment)));
    }

    private static Faults.Action limited(String scope, Duration retryAfter) {
        return new Faults.Action.RateLimited(scope, retryAfter);
    }

    @ParameterizedTest(name = "through {0}")
    @MethodSource("faults")
    void neverShowsAnOlderStateAfterANewerOne(String name, int times, Faults.Action fault) {
        var request = waiting();
        world.discord.faults().onRequest("PATCH", edits(request), times, fault);
        IntStream.rangeClosed(1, 9).forEach(i -> progress(request, i * 10));
        world.awaitCall(e -> isEdit(e, request));
        IntStream.rangeClosed(91, 99).forEach(i -> progress(request, i));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(shown(request)).isSorted().endsWith(DONE);
        assertThat(world.awaitCard(request, "Done").deleted()).isFalse();
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void hasOneChangeOnItsWayAndPostsThePicturesMeanwhile() {
        var request = waiting();
        var edit = world.discord.faults().hold("PATCH", edits(request), Moment.BEFORE);
        progress(request, 10);
        edit.awaitArrival(PATIENCE);
        IntStream.rangeClosed(2, 9).forEach(i -> progress(request, i * 10));
        world.succeed(request, 1);
        Awaitility.await().atMost(PATIENCE).until(() -> world.results(request).size() == 1);

        assertThat(shown(request)).isEmpty();
        edit.release();
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(shown(request)).containsExactly(10, DONE);
        assertThat(world.awaitCard(request, "Done").deleted()).isFalse();
    }

    @Test
    void startsANewCardBeforeDiscordCountsTheEditsOfAnOldOne() {
        var request = waiting();
        var first = world.cards(request).getFirst();
        world.clock.pass(CardPace.CARD_AGE_MAX.plusMinutes(1));
        progress(request, 40);
        var second = world.awaitCard(request, "40 %");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(world.discord.log().entries())
                .noneMatch(e -> e.method().equals("PATCH") && e.path().endsWith(first.id()));
        assertThat(world.awaitCard(request, "Done").id()).isEqualTo(second.id());
    }

    @Test
    void changesNothingOfACardThatSaysTheSame() {
        var request = waiting();
        progress(request, 40);
        world.awaitCall(e -> isEdit(e, request));
        IntStream.range(0, 20).forEach(i -> progress(request, 40));
        progress(request, 90);
        world.awaitCall(e -> isEdit(e, request) && percent(e.body().toString()) == 90);

        assertThat(shown(request)).containsExactly(40, 90);
    }

    private static GenerationRequest waiting() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        return request;
    }

    private static String edits(GenerationRequest request) {
        return "/channels/" + TestingBot.thread(request) + "/messages/";
    }

    /** What readers saw one after the other. */
    private static List<Integer> shown(GenerationRequest request) {
        return world.discord.log().entries().stream()
                .filter(e -> isEdit(e, request) && (e.status() == 200 || hadEffect(e)))
                .map(e -> percent(e.body().toString()))
                .toList();
    }

    private static boolean isEdit(RequestLog.Entry entry, GenerationRequest request) {
        return entry.method().equals("PATCH") && entry.path().startsWith(edits(request));
    }

    /** The answer was cut off, and there was one. */
    private static boolean hadEffect(RequestLog.Entry entry) {
        return entry.status() == 0 && entry.answer() != null;
    }

    private static int percent(String body) {
        var match = PERCENT.matcher(body);
        return match.find() ? Integer.parseInt(match.group(1)) : DONE;
    }

    private static void progress(GenerationRequest request, int percent) {
        world.api.progress(
                new RequestProgress(
                        UUID.fromString(request.getMetadata().getUid()),
                        RequestStatus.PROCESSING,
                        Phase.RENDERING,
                        percent,
                        12,
                        null,
                        null,
                        null));
    }
}
