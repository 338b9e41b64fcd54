package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.Permission;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Discord does, the answer is there once, or the resource says why it is not. */
class BotFaultsIT extends WithRunningBot {
    private static final Duration MOMENT = Duration.ofMillis(300);

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("500 before", 2, new Faults.Action.Broken(500)),
                Arguments.of("502", 1, new Faults.Action.Broken(502)),
                Arguments.of("503", 2, new Faults.Action.Broken(503)),
                Arguments.of("500 until the outbox tries again", 6, new Faults.Action.Broken(500)),
                Arguments.of("reset before", 2, new Faults.Action.ResetBefore()),
                Arguments.of("reset after", 1, new Faults.Action.ResetAfter()),
                Arguments.of("reset after, twice", 2, new Faults.Action.ResetAfter()),
                Arguments.of("429 of the user", 1, limited("user")),
                Arguments.of("429 shared", 1, limited("shared")),
                Arguments.of("429 global", 1, limited("global")));
    }

    private static Faults.Action limited(String scope) {
        return new Faults.Action.RateLimited(scope, MOMENT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void postsOnceThrough(String name, int times, Faults.Action fault) {
        var request = waiting();
        world.discord.faults().onRequest("POST", messages(request), times, fault);
        world.succeed(request, 6);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(2).allMatch(m -> !m.deleted());
        assertThat(world.cards(request)).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, when nonces are forgotten")
    @MethodSource("passingFaults")
    void postsOnceWithoutNoncesThrough(String name, int times, Faults.Action fault) {
        world.knob("nonceWindow", 0);
        postsOnceThrough(name, times, fault);
    }

    @ParameterizedTest(name = "{0} while the history is read")
    @MethodSource("passingFaults")
    void readsTheHistoryThrough(String name, int times, Faults.Action fault) {
        var request = waiting();
        world.discord.faults().onRequest("GET", messages(request), times, fault);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void postsTheRestWhenItDiedHalfWay() throws InterruptedException {
        world.knob("nonceWindow", 0);
        var request = waiting();
        world.discord
                .faults()
                .onRequest("POST", messages(request), 1, new Faults.Action.Slow(Duration.ZERO));
        world.discord
                .faults()
                .onRequest("POST", messages(request), 100, new Faults.Action.Broken(500));
        world.succeed(request, 6);
        Awaitility.await().atMost(PATIENCE).until(() -> world.results(request).size() == 1);
        world.kill();
        world.discord.faults().clear();
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).extracting(m -> m.files().size()).containsExactly(4, 2);
        assertThat(world.deliveryOf(request).messageIDs())
                .isEqualTo(world.results(request).stream().map(m -> m.id()).toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Permission.class,
            names = {
                "VIEW_CHANNEL",
                "SEND_MESSAGES_IN_THREADS",
                "ATTACH_FILES",
                "READ_MESSAGE_HISTORY"
            })
    void namesTheMissingPermissionAndPostsWhenItReturns(Permission permission) {
        var request = waiting();
        world.discord.admin().revoke("general", permission);
        world.awaitHeard();
        world.succeed(request, 1);
        var missing = world.awaitDelivered(request, Reason.PERMISSION_MISSING);

        assertThat(missing.status()).isEqualTo(ConditionStatus.FALSE);
        assertThat(missing.message()).contains("#").containsPattern("\\(\\d+\\)");
        assertThat(world.results(request)).isEmpty();
        assertReachable(request);

        world.discord.admin().grant("general", permission);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void asksNoMoreThanItMayWhileAPermissionIsMissing() {
        var request = waiting();
        world.discord.admin().revoke("general", Permission.SEND_MESSAGES_IN_THREADS);
        world.awaitHeard();
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.PERMISSION_MISSING);

        assertThat(world.discord.log().entries()).noneMatch(e -> e.status() == 403);
    }

    @Test
    void waitsForALockedThreadToBeUnlocked() {
        var request = waiting();
        world.discord.admin().revoke("general", Permission.MANAGE_THREADS);
        world.discord.users().archive(TestingBot.thread(request), false, true);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.THREAD_LOCKED);
        assertThat(world.results(request)).isEmpty();
        assertReachable(request);

        world.discord.users().archive(TestingBot.thread(request), false, false);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void takesDiscordsWordThatAThreadIsLocked() {
        var request = waiting();
        refuse("POST", messages(request), 1, 400, 160005);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void wakesAnArchivedThreadForTheLastStateOfACard() {
        var request = waiting();
        world.discord.users().archive(TestingBot.thread(request), true, false);
        world.fail(request, Reason.CANCELLED, null);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.awaitCard(request, "Cancelled").deleted()).isFalse();
        assertThat(world.results(request)).isEmpty();
    }

    @Test
    void makesANewCardWhenSomeoneDeletedIt() {
        var request = waiting();
        var first = world.cards(request).getFirst();
        world.discord.users().delete(first.id());
        world.mark(request, ConditionStatus.UNKNOWN, Reason.RUNNING, null);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        world.cards(request).stream().anyMatch(c -> !c.id().equals(first.id())));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.cards(request)).hasSize(1);
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void leavesAResultDeletedThatSomeoneDeleted() throws InterruptedException {
        var request = waiting();
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        world.discord.users().delete(world.results(request).getFirst().id());
        world.kill();
        world.start();
        world.mark(request, ConditionStatus.TRUE, Reason.COMPLETED, null);
        var other = waiting();
        world.succeed(other, 1);
        world.awaitDelivered(other, Reason.POSTED);

        assertThat(world.results(request)).singleElement().matches(m -> m.deleted());
    }

    @Test
    void givesUpOnAChannelThatIsGone() {
        var channel = world.discord.admin().createChannel("short-lived");
        var request =
                world.awaitRequest(
                        world.discord
                                .users()
                                .slash("en", channel, "generate", Map.of("instruction", "x")));
        world.awaitCard(request, "Waiting");
        world.discord.admin().deleteChannel(channel);
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, Reason.TARGET_GONE).status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(world.results(request)).isEmpty();
        assertReachable(request);
    }

    @Test
    void postsTheWordsAwayWhenAutoModBlocksThem() {
        var request = waiting();
        refuse("POST", messages(request), 1, 400, 200000);
        world.succeed(request, 2);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.files()).hasSize(2);
                    assertThat(m.text()).contains("AutoMod").doesNotContain(Samples.PROMPT);
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {200000, 240000})
    void saysThatAutoModBlocksEvenThePictures(int code) {
        var request = waiting();
        refuse("POST", messages(request), 1000, 400, code);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.CONTENT_BLOCKED);
        assertThat(world.results(request)).isEmpty();
        assertReachable(request);

        world.discord.faults().clear();
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    /** For a moment the client knows no server at all: that is no reason to give up. */
    @RepeatedTest(5)
    void postsWhileTheGatewayIsLost() {
        var request = waiting();
        world.discord.disturbGateway("invalidate");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void waitsForAnotherTokenWhenDiscordTakesBackItsOwn() {
        var request = waiting();
        var bot = world.replica(TestingBot.FIRST);
        double before = refusedTokens();
        world.discord.admin().revokeToken();
        world.succeed(request, 1);
        var refused = world.awaitDelivered(request, Reason.DISCORD_TOKEN_INVALID);

        assertThat(refused.status()).isEqualTo(ConditionStatus.FALSE);
        assertThat(bot.isAlive()).isTrue();
        assertThat(bot.isReady()).isFalse();
        assertThat(bot.ended()).isNotDone();
        assertReachable(request);

        world.writeToken("not-yet-the-right-one");
        Awaitility.await().atMost(PATIENCE).until(() -> refusedTokens() >= before + 2);
        world.discord.admin().restoreToken();
        world.writeToken(world.discord.token());
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
        assertThat(bot.isReady()).isTrue();
    }

    @Test
    void startsWithARefusedTokenAndGoesOnWhenItIsExchanged() throws InterruptedException {
        var request = waiting();
        world.kill();
        world.writeToken("reset-by-someone");
        world.succeed(request, 1);
        var bot = world.startUnheard(TestingBot.FIRST);
        world.awaitDelivered(request, Reason.DISCORD_TOKEN_INVALID);

        assertThat(bot.isAlive()).isTrue();

        world.writeToken(world.discord.token());
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostAcknowledgements")
    void startsOneRequestWhenTheFirstAnswerIsLost(String name, Faults.Action fault) {
        world.discord.faults().onRequest("POST", "/callback", 1, fault);
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);

        assertThat(world.discord.users().awaitAck(interaction, PATIENCE).ackedAfter().orElseThrow())
                .isLessThan(Duration.ofSeconds(3));
        world.discord
                .users()
                .awaitMessage(m -> m.text().contains(TestingBot.thread(request)), PATIENCE);
    }

    static Stream<Arguments> lostAcknowledgements() {
        return Stream.of(
                Arguments.of("cut before", new Faults.Action.ResetBefore()),
                Arguments.of("cut after", new Faults.Action.ResetAfter()));
    }

    @Test
    void saysFromTheBeginningThatNothingIsPostedYet() {
        var condition = world.awaitDelivered(waiting(), Reason.NOT_ATTEMPTED);

        assertThat(condition.status()).isEqualTo(ConditionStatus.UNKNOWN);
    }

    private static double refusedTokens() {
        return world.meters.counter("easel.bot.token.refused").count();
    }

    private static GenerationRequest waiting() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        return request;
    }

    private static String messages(GenerationRequest request) {
        return "/channels/" + TestingBot.thread(request) + "/messages";
    }

    private static void refuse(String method, String path, int times, int status, int code) {
        world.discord
                .faults()
                .onRequest(method, path, times, new Faults.Action.Refused(status, code, "no"));
    }

    private static void assertReachable(GenerationRequest request) {
        assertThat(world.api.pictures(request.getMetadata().getUid())).isNotEmpty();
        assertThat(world.now(request).getStatus().condition(Condition.SUCCEEDED))
                .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo(ConditionStatus.TRUE));
    }
}
