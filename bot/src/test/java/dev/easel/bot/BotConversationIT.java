package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.live.ThreadState;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refinements by writing: with the message content intent, without it, and while nobody hears. */
class BotConversationIT extends WithRunningBot {
    @AfterEach
    void showContent() {
        world.showContent(true);
    }

    @Test
    void refinesTheLatestPictureOnAPlainMessage() {
        var first = drawn();
        var message = world.discord.users().say("ja", TestingBot.thread(first), "もっと明るく、笑顔にして");
        var request = world.awaitRequest(message);

        assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(request.getSpec().instruction()).isEqualTo("もっと明るく、笑顔にして");
        assertThat(request.getSpec().threadID()).isEqualTo(TestingBot.thread(first));
        assertThat(request.getSpec().source()).isNull();
        assertThat(requireNonNull(request.getSpec().requester()).locale()).isEqualTo("ja");
        assertThat(TestingBot.thread(request)).isEqualTo(TestingBot.thread(first));
        world.awaitCard(request, "順番を待っています");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void branchesFromTheResultThatIsAnswered() {
        var first = drawn();
        var second = world.awaitRequest(say(first, "brighter"));
        world.succeed(second, 1);
        world.awaitDelivered(second, Reason.POSTED);
        var older = world.results(first).getFirst();

        var request =
                world.awaitRequest(world.discord.users().reply("en", older.id(), "darker", false));

        assertThat(requireNonNull(request.getSpec().source()).requestID())
                .isEqualTo(first.getMetadata().getUid());
    }

    @Test
    void makesOneRequestOfAMessageThatDiscordSendsTwice() {
        var first = drawn();
        world.discord.faults().onEvent("MESSAGE_CREATE", 1, Faults.EventFault.DUPLICATE);
        world.awaitRequest(say(first, "brighter"));
        world.awaitRequest(say(first, "darker"));

        assertThat(world.requests()).hasSize(3);
    }

    @Test
    void leavesAloneWhatIsBetweenPeople() {
        var first = drawn();
        var thread = TestingBot.thread(first);
        var users = world.discord.users();
        var aside = users.say("en", thread, "// I like it");
        var other = users.say("en", thread, "<@" + userId("ja") + "> look at this");
        users.reply("ja", other, "nice!", true);
        users.say("en", "general", "hello everyone");
        world.awaitRequest(say(first, "brighter"));

        assertThat(world.requests()).hasSize(2);
        assertThat(world.request("d-" + aside)).isNull();
        assertThat(botMessages("general")).noneMatch(m -> m.text().contains("hello"));
    }

    @Test
    void withoutTheIntentReadsRepliesThatPingAndMentionsAndHintsOnceAtTheRest()
            throws InterruptedException {
        world.kill();
        world.showContent(false);
        world.start();
        var first = drawn("ja");
        var thread = TestingBot.thread(first);
        var users = world.discord.users();
        var result = world.results(first).getFirst();

        users.say("ja", thread, "もっと明るく");
        users.awaitMessage(
                m -> m.channelId().equals(thread) && m.text().contains("Easel あて"), PATIENCE);
        users.reply("ja", result.id(), "ping なし", false);
        var answered = world.awaitRequest(users.reply("ja", result.id(), "笑顔に", true));
        var called = world.awaitRequest(users.mention("ja", thread, "横長に"));

        assertThat(answered.getSpec().instruction()).isEqualTo("笑顔に");
        assertThat(requireNonNull(answered.getSpec().source()).requestID())
                .isEqualTo(first.getMetadata().getUid());
        assertThat(called.getSpec().instruction()).isEqualTo("横長に");
        assertThat(world.requests()).hasSize(3);
        assertThat(botMessages(thread)).filteredOn(m -> m.text().contains("Easel あて")).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void helpsInAThreadItDoesNotKnowAndOnlyWhenCalled() {
        var users = world.discord.users();
        var thread = users.openThread("en", "general", "A talk of our own");
        users.say("en", thread, "hello");
        users.mention("en", thread, "brighter");
        users.awaitMessage(m -> m.text().contains("made no picture in this thread"), PATIENCE);
        users.mention("en", thread, "brighter please");
        var known = users.openThread("en", "general", "Another");
        world.api.thread(known, new ThreadState("1", 0, 50, false));
        world.awaitRequest(users.mention("en", known, "brighter"));

        assertThat(world.requests()).hasSize(1);
        assertThat(botMessages(thread)).hasSize(1);
    }

    @Test
    void inAThreadOfPeopleItTakesACallOrAReplyToRefine() {
        var users = world.discord.users();
        var thread = users.openThread("en", "general", "A talk of our own");
        var first =
                world.awaitRequest(
                        users.slash("en", thread, "generate", Map.of("instruction", "a cat")));
        world.succeed(first, 1);
        world.awaitDelivered(first, Reason.POSTED);
        var talk = users.say("en", thread, "that is a nice cat");
        var called = world.awaitRequest(users.mention("en", thread, "brighter"));
        var byRole = world.awaitRequest(users.mentionRole("en", thread, "bigger"));
        var result = world.results(first).getFirst();
        var answered = world.awaitRequest(users.reply("en", result.id(), "darker", false));

        assertThat(world.request("d-" + talk)).isNull();
        assertThat(called.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(byRole.getSpec().instruction()).isEqualTo("bigger");
        assertThat(requireNonNull(answered.getSpec().source()).requestID())
                .isEqualTo(first.getMetadata().getUid());
    }

    @Test
    void saysThatApiIsAwayWhereOnlyApiKnowsTheThread() {
        var users = world.discord.users();
        var thread = users.openThread("en", "general", "A talk of our own");
        world.api.thread(thread, new ThreadState("1", 0, 50, false));
        world.api.away(true);
        users.mention("en", thread, "brighter");
        users.awaitMessage(
                m -> m.channelId().equals(thread) && m.text().contains("does not answer"),
                PATIENCE);
        world.api.away(false);
        var again = world.awaitRequest(users.mention("en", thread, "brighter"));

        assertThat(again.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(botMessages(thread)).noneMatch(m -> m.text().contains("no picture"));
    }

    @Test
    void asksOutsideOfAThreadAndLetsOnlyTheAuthorAnswer() {
        var first = drawn();
        var users = world.discord.users();
        var message = users.mention("en", "general", "make it brighter");
        var question = users.awaitMessage(m -> m.text().contains("latest picture"), PATIENCE);
        var latest = button(question, "ask-latest");

        users.click("ja", question.id(), latest);
        users.awaitMessage(m -> m.text().contains("もとのメッセージを書いた人"), PATIENCE);
        assertThat(world.request("d-" + message)).isNull();
        users.click("en", question.id(), latest);
        var request = world.awaitRequest(message);

        assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(request.getSpec().instruction()).isEqualTo("make it brighter");
        assertThat(TestingBot.thread(request)).isEqualTo(TestingBot.thread(first));
        var edited =
                users.awaitEdit(question.id(), m -> m.text().contains("request is in"), PATIENCE);
        assertThat(edited.buttons()).isEmpty();
    }

    @Test
    void startsFreshWhenToldSoAndWhenThereIsNothingToChange() {
        var users = world.discord.users();
        var first = world.awaitRequest(users.mention("ja", "general", "海辺の灯台"));
        var second = users.mention("ja", "general", "森の小屋");
        var question = users.awaitMessage(m -> m.text().contains("新しい画像を生成しますか"), PATIENCE);
        users.click("ja", question.id(), button(question, "ask-fresh"));
        var fresh = world.awaitRequest(second);

        assertThat(first.getSpec().action()).isEqualTo(Action.GENERATE);
        assertThat(first.getSpec().instruction()).isEqualTo("海辺の灯台");
        assertThat(requireNonNull(first.getSpec().requester()).locale()).isEqualTo("ja");
        assertThat(fresh.getSpec().action()).isEqualTo(Action.GENERATE);
        assertThat(TestingBot.thread(fresh)).isEqualTo(second);
    }

    @Test
    void hearsAfterARestartWhatWasWrittenMeanwhileAndNothingTwice() throws InterruptedException {
        var first = drawn();
        var heard = world.awaitRequest(say(first, "brighter"));
        world.kill();
        var missed = say(first, "darker");
        var aside = say(first, "// between us");
        var everyone = say(first, "@everyone look at this");
        world.succeed(heard, 1);
        world.start();
        var request = world.awaitRequest(missed);
        world.kill();
        world.start();
        world.awaitRequest(say(first, "bigger"));

        assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(world.request("d-" + aside)).isNull();
        assertThat(world.request("d-" + everyone)).isNull();
        assertThat(world.requests()).hasSize(4);
    }

    private static GenerationRequest drawn() {
        return drawn("en");
    }

    private static GenerationRequest drawn(String user) {
        var request = world.awaitRequest(world.generate(user, "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        return request;
    }

    private static String say(GenerationRequest first, String text) {
        return world.discord.users().say("en", TestingBot.thread(first), text);
    }

    private static List<MessageView> botMessages(String channel) {
        return world.discord.users().messages(channel).stream().filter(MessageView::byBot).toList();
    }

    private static String button(MessageView message, String action) {
        return TestingBot.button(message, action);
    }

    private static String userId(String user) {
        var id = world.discord.users().say(user, "general", "here I am");
        return Awaitility.await()
                .until(
                        () ->
                                world.discord.users().messages("general").stream()
                                        .filter(m -> m.id().equals(id))
                                        .map(MessageView::authorId)
                                        .findFirst()
                                        .orElse(""),
                        a -> !a.isEmpty());
    }
}
