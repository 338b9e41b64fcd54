package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.Permission;
import dev.easel.sandbox.discord.UserViews.ChannelView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that only their asker and the moderators see, and servers without room for threads. */
class BotPrivateIT extends WithRunningBot {
    private static final Map<String, ?> PRIVATE = Map.of("instruction", "秘密の灯台", "private", true);

    @Test
    void drawsInAThreadThatOthersDoNotSee() {
        var users = world.discord.users();
        var interaction = users.slash("ja", "general", "generate", PRIVATE);
        var request = world.awaitRequest(interaction);
        var thread = TestingBot.thread(request);
        world.answerTo(interaction, "<#" + thread + ">");
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(thread));
        assertThat(users.channels("ja")).extracting(ChannelView::id).contains(thread);
        var stranger = world.discord.admin().addMember("stranger", "en-US");
        assertThat(users.channels(stranger)).extracting(ChannelView::id).doesNotContain(thread);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void findsTheThreadAgainAfterARestart() throws InterruptedException {
        var request =
                world.awaitRequest(
                        world.discord.users().slash("ja", "general", "generate", PRIVATE));
        world.awaitCard(request, "順番を待っています");
        world.kill();
        world.succeed(request, 1);
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(TestingBot.thread(request)));
    }

    @ParameterizedTest(name = "with Manage Threads: {0}")
    @ValueSource(booleans = {true, false})
    void wakesItsArchivedThreadAfterARestart(boolean managing) throws InterruptedException {
        if (!managing) {
            world.discord.admin().revoke("general", Permission.MANAGE_THREADS);
        }
        var request =
                world.awaitRequest(
                        world.discord.users().slash("ja", "general", "generate", PRIVATE));
        world.awaitCard(request, "順番を待っています");
        world.kill();
        world.discord.users().archive(TestingBot.thread(request), true, false);
        world.succeed(request, 1);
        world.start();
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(TestingBot.thread(request)));
    }

    @Test
    void makesNoSecondThreadWhenTheAnswerIsLost() {
        world.discord
                .faults()
                .onRequest("POST", "/channels/[0-9]+/threads", 1, new Faults.Action.ResetAfter());
        var request =
                world.awaitRequest(
                        world.discord.users().slash("ja", "general", "generate", PRIVATE));

        assertThat(world.discord.users().threads())
                .extracting(ChannelView::id)
                .containsExactly(TestingBot.thread(request));
    }

    @Test
    void goesOnWhenTheReceiptOfItsPromiseIsLost() {
        world.discord.faults().onRequest("POST", "/callback", 1, new Faults.Action.ResetAfter());

        assertThat(world.awaitRequest(world.generate("en", "a lighthouse"))).isNotNull();
    }

    @Test
    void namesThePermissionThatIsMissing() {
        world.discord.admin().revoke("general", Permission.CREATE_PRIVATE_THREADS);

        world.answer("general", "ja", "generate", PRIVATE, "非公開スレッドの作成");
        assertThat(world.requests()).isEmpty();
    }

    @Test
    void refusesPrivacyInsideAThread() {
        var thread = TestingBot.thread(world.awaitRequest(world.generate("ja", "灯台")));

        world.answer(thread, "ja", "generate", PRIVATE, "専用のスレッド");
        assertThat(world.requests()).hasSize(1);
    }

    @Test
    void drawsInTheChannelWhereThereIsNoRoomForThreadsButNothingPrivate() {
        world.knob("activeThreadsMax", 0);
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        world.discord
                .users()
                .awaitMessage(
                        m ->
                                interaction.equals(m.interactionId())
                                        && m.text().contains("as many open threads"),
                        TestingBot.PATIENCE);
        assertThat(TestingBot.discord(request).threadID()).isNull();

        world.answer("general", "ja", "generate", PRIVATE, "上限に達している");
        assertThat(world.requests()).hasSize(1);
    }
}
