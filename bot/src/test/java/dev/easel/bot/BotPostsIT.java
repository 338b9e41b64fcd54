package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import dev.easel.sandbox.discord.RequestLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where Discord is known to surprise: files, threads that sleep, events that come twice. */
class BotPostsIT extends WithRunningBot {
    @Test
    void showsEachPictureInAMessageOfItsOwnThatIsNeverChanged() {
        world.discord.turn(
                world.discord
                        .knobs()
                        .with(new ObjectMapper().createObjectNode().put("filesGone", true)));
        var first = drawn("en", 6);
        var users = world.discord.users();
        var result = world.results(first).getFirst();
        var rerolled =
                world.awaitRequest(
                        users.click("en", result.id(), TestingBot.button(result, "reroll")));
        succeed(rerolled, 2);
        var refined = world.awaitRequest(users.reply("en", result.id(), "brighter", true));
        succeed(refined, 1);
        world.answerTo(
                users.click("en", result.id(), TestingBot.button(result, "details")), "abcdef0123");

        assertThat(List.of(first, rerolled, refined))
                .flatExtracting(r -> world.results(r))
                .hasSize(4)
                .allSatisfy(m -> {
                    assertThat(m.interactionId()).isNull();
                    assertThat(m.edits()).isZero();
                    assertThat(m.files()).isNotEmpty();
                });
        assertThat(calls("PATCH"))
                .isNotEmpty()
                .allSatisfy(e -> {
                    assertThat(e.files()).isEmpty();
                    assertThat(e.body().path("attachments")).isEmpty();
                });
        assertThat(calls("POST").stream().flatMap(e -> e.files().stream()))
                .hasSize(9)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9.-]+"));
        assertThat(calls("PATCH")).noneMatch(e -> e.path().matches("/channels/[0-9]+"));
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void usesTheThreadWhoseMakingItDidNotHearOf() {
        world.discord
                .faults()
                .onRequest("POST", "/messages/[0-9]+/threads", 1, new Faults.Action.ResetAfter());
        var request = drawn("ja", 1);

        assertThat(world.discord.users().threads())
                .singleElement()
                .satisfies(t -> assertThat(t.id()).isEqualTo(TestingBot.thread(request)));
        assertThat(calls("POST")).anyMatch(e -> e.body().isObject() && e.status() == 400);
    }

    @Test
    void makesNothingTwiceOfAThreadThatIsAnnouncedTwice() {
        world.discord.faults().onEvent("THREAD_CREATE", 5, Faults.EventFault.DUPLICATE);
        var request = drawn("en", 1);
        var refined =
                world.awaitRequest(
                        world.discord.users().say("en", TestingBot.thread(request), "brighter"));
        succeed(refined, 1);

        assertThat(world.requests()).hasSize(2);
        assertThat(world.cards(request)).hasSize(1);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.results(refined)).hasSize(1);
    }

    @Test
    void hearsWhatIsSaidInAThreadThatWokeUpAfterARestart() throws InterruptedException {
        var first = drawn("en", 1);
        var thread = TestingBot.thread(first);
        world.discord.users().archive(thread, true, false);
        world.kill();
        world.start();
        var refined = world.awaitRequest(world.discord.users().say("en", thread, "brighter"));
        succeed(refined, 1);

        assertThat(refined.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(world.results(refined))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(thread));
    }

    @Test
    void answersAButtonInAThreadThatSleeps() {
        var first = drawn("en", 1);
        world.discord.users().archive(TestingBot.thread(first), true, false);
        var rerolled = world.awaitRequest(press(first, "reroll"));
        succeed(rerolled, 1);

        assertThat(world.results(rerolled)).hasSize(1);
    }

    @Test
    void doesNothingForAButtonInAThreadThatIsArchivedAndLocked() {
        var first = drawn("en", 1);
        world.discord.users().archive(TestingBot.thread(first), true, true);
        var interaction = press(first, "reroll");
        world.awaitCall(
                e -> e.path().startsWith("/interactions/" + interaction) && e.status() == 400);
        var next = drawn("en", 1);

        assertThat(world.requests())
                .extracting(r -> r.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        first.getMetadata().getName(), next.getMetadata().getName());
    }

    @Test
    void linksThePicturesWhereAServerTakesNoFilesAtPresent() {
        world.link = "https://easel.example/i/1?signature=abc";
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        var messages = "/channels/" + TestingBot.thread(request) + "/messages$";
        world.discord.faults().onRequest("POST", messages, 1, Faults.Action.refused(400001));
        succeed(request, 2);
        world.link = null;

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.files()).isEmpty();
                    assertThat(m.text()).contains("signature=abc").doesNotContain("too large");
                });
    }

    @Test
    void postsTheLongestJapaneseWordsThatDiscordTakes() {
        var request = world.awaitRequest(world.generate("ja", "灯台"));
        world.awaitCard(request, "順番");
        world.succeed(request, 1, "絵🎨".repeat(1300));
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
        assertThat(calls("POST")).noneMatch(e -> e.status() >= 400);
    }

    private static GenerationRequest drawn(String user, int images) {
        var request =
                world.awaitRequest(
                        world.discord
                                .users()
                                .slash(
                                        user,
                                        "general",
                                        "generate",
                                        Map.of("instruction", "a lighthouse")));
        succeed(request, images);
        return request;
    }

    private static void succeed(GenerationRequest request, int images) {
        world.succeed(request, images);
        world.awaitDelivered(request, Reason.POSTED);
    }

    private static String press(GenerationRequest request, String action) {
        MessageView result = world.results(request).getFirst();
        return world.discord.users().click("en", result.id(), TestingBot.button(result, action));
    }

    private static List<RequestLog.Entry> calls(String method) {
        return world.discord.log().entries().stream()
                .filter(e -> e.method().equals(method))
                .toList();
    }
}
