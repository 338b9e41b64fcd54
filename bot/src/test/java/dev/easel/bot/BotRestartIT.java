package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.RequestLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever breaks in between, each result is posted exactly once. */
class BotRestartIT extends WithRunningBot {
    @Test
    void goesOnAfterACrashWhileTheRequestRuns() throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var card = world.awaitCard(request, "Waiting");
        world.kill();
        world.succeed(request, 1);
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
        assertThat(world.awaitCard(request, "Done").id()).isEqualTo(card.id());
    }

    @Test
    void findsItsPostAfterACrashBeforeItWasWrittenDown() throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        // The card's last edit comes between the posts and the status: slow, it leaves time to
        // crash.
        world.discord
                .faults()
                .onRequest(
                        "PATCH",
                        "/channels/\\d+/messages/",
                        1,
                        new Faults.Action.Slow(Duration.ofSeconds(20)));
        world.succeed(request, 6);
        world.discord.users().awaitMessage(m -> m.text().contains("Pictures 5 to 6"), PATIENCE);
        world.kill();
        assertThat(world.now(request).getStatus().delivery()).isNull();
        world.discord.faults().clear();
        world.knob("nonceWindow", 0);
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(2);
    }

    @Test
    void postsOnceWhenTheAnswerOfDiscordIsLost() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.discord
                .faults()
                .onRequest(
                        "POST",
                        "/channels/" + TestingBot.thread(request) + "/messages",
                        1,
                        new Faults.Action.ResetAfter());
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void postsOnceWhenDiscordIsBrokenForAWhile() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        var path = "/channels/" + TestingBot.thread(request) + "/messages";
        world.discord.faults().onRequest("POST", path, 2, new Faults.Action.Broken(500));
        world.discord.faults().onRequest("POST", path, 2, new Faults.Action.Broken(503));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void waitsOutARateLimit() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.discord
                .faults()
                .onRequest(
                        "POST",
                        "/channels/" + TestingBot.thread(request) + "/messages",
                        1,
                        new Faults.Action.RateLimited("user", Duration.ofSeconds(2)));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void saysThatTheThreadIsGone() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.discord.users().deleteThread(TestingBot.thread(request));
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, Reason.TARGET_GONE).status())
                .isEqualTo(ConditionStatus.FALSE);
        assertThat(world.results(request)).isEmpty();
    }

    @Test
    void postsIntoAnArchivedThread() throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.discord.users().archive(TestingBot.thread(request), true, false);
        world.kill();
        world.succeed(request, 1);
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void registersTheCommandsOnceAndNotAgainAtTheNextStart() throws InterruptedException {
        // Unlike a crash it ends what was begun, so that the log has all of it.
        world.stop(TestingBot.FIRST);
        world.discord.log().clear();
        world.start();
        world.awaitCall(e -> isOfCommands(e, "GET"));
        world.stop(TestingBot.FIRST);

        assertThat(world.discord.log().entries()).noneMatch(e -> isOfCommands(e, "PUT"));
    }

    @Test
    void keepsItsConnectionThroughReconnects() {
        world.discord.disturbGateway("reset");
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
    }

    private static boolean isOfCommands(RequestLog.Entry entry, String method) {
        return entry.method().equals(method) && entry.path().endsWith("/commands");
    }
}
