package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.BackendReport;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestPage;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.sandbox.discord.DiscordStandIn;
import dev.easel.sandbox.discord.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The commands that show how things stand, privately and also while api is away. */
class BotOverviewsIT extends WithRunningBot {
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(3);

    @Test
    void showsTheQueueAndWhyOneStandsWhereOneStands() {
        var mine = world.awaitRequest(world.generate("ja", "灯台"));
        var user = Objects.requireNonNull(mine.getSpec().requester()).userID();
        var place = new RequestProgress.Queue(2, 3, 60, "second", Map.of("earlier", 1), 0);
        world.api.answer(
                "queue",
                new QueueOverview(
                        List.of(new QueueOverview.Pool("default", "Active", 1, 1, 3)),
                        List.of(),
                        List.of(
                                new QueueOverview.Waiting(
                                        UUID.fromString(mine.getMetadata().getUid()),
                                        "default",
                                        DiscordStandIn.GUILD_ID,
                                        user,
                                        TestingBot.thread(mine),
                                        place))));

        var answer = world.answer("general", "ja", "queue", Map.of(), "順番待ち");

        assertThat(answer.text())
                .contains("1 台中 1 台が生成中、3 件待ち", "3 件中 2 番目", "先に受け付けた依頼 1 件")
                .contains("<#" + TestingBot.thread(mine) + ">", "ほかのサーバーなどの依頼が 2 件");
        assertThat(world.api.asked())
                .anyMatch(a -> a.contains("/queue?guild_id=" + DiscordStandIn.GUILD_ID));
    }

    @Test
    void turnsThePagesOfThePastAlsoAfterARestart() throws InterruptedException {
        world.api.answer("requests", page(10));
        var first =
                world.answer("general", "en", "history", Map.of("search", "sea"), "Your requests");
        assertThat(first.text()).contains("r0", "r7", "with `sea`").doesNotContain("r8");

        world.kill();
        world.start();
        world.discord.users().click("en", first.id(), "v1|history|1||sea");
        var second =
                world.discord.users().awaitEdit(first.id(), m -> m.text().contains("r9"), PATIENCE);

        assertThat(second.text()).doesNotContain("r7");
        assertThat(world.api.asked())
                .anyMatch(a ->
                        a.contains("/requests?guild_id=")
                                && a.contains("user_id=")
                                && a.contains("text=sea"));
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void showsWhatWasAskedForInAThreadAndWhereItsPicturesAre() {
        var request = world.awaitRequest(world.generate("ja", "灯台"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var thread = TestingBot.thread(request);
        var message = world.deliveryOf(request).messageIDs().getFirst();
        world.api.answer("requests", new RequestPage(List.of(summary(request, thread)), null));

        var answer = world.answer(thread, "en", "history", Map.of(), "Requests of this thread");

        assertThat(answer.text()).contains("/" + thread + "/" + message + ")");
        assertThat(world.api.asked()).anyMatch(a -> a.contains("thread_id=" + thread));
        world.answer("general", "en", "history", Map.of("scope", "thread"), "not a thread");
    }

    @Test
    void findsWhatIsMissingHereAndSaysWhatToDo() {
        world.api.answer(
                "queue",
                new QueueOverview(
                        List.of(new QueueOverview.Pool("default", "Active", 1, 0, 0)),
                        List.of(),
                        List.of()));
        world.api.answer(
                "backends",
                new BackendReport(
                        List.of(
                                new BackendReport.Backend(
                                        "default",
                                        "gpu-0",
                                        new BackendReport.Renderer(true, null, 2, 3, 4, 5),
                                        new BackendReport.LanguageModel(
                                                true, null, "m:1b", false, 5)))));
        var well = world.answer("general", "ja", "doctor", Map.of(), "診断結果");
        assertThat(well.text())
                .contains("✅ ファイルを添付", "10 MiB", "✅ AUTOMATIC1111", "ollama pull m:1b")
                .contains("✅ メッセージを読めます");

        world.discord.admin().revoke("general", Permission.ATTACH_FILES, Permission.ADD_REACTIONS);
        world.discord.admin().setBoostTier(2);
        var ill = world.answer("general", "ja", "doctor", Map.of(), "❌ ファイルを添付");

        assertThat(ill.text()).contains("⚠️ リアクションの追加", "50 MiB", "管理者にお伝えください");
    }

    @Test
    void reportsOnAsManyBackEndsAsOneMessageHolds() {
        world.api.answer(
                "backends",
                new BackendReport(
                        IntStream.range(0, 60)
                                .mapToObj(i ->
                                        new BackendReport.Backend(
                                                "default",
                                                "gpu-" + i,
                                                new BackendReport.Renderer(false, null, 0, 0, 0, 0),
                                                new BackendReport.LanguageModel(
                                                        false, null, "m:1b", false, 0)))
                                .toList()));

        var answer = world.answer("general", "ja", "doctor", Map.of(), "gpu-0");

        assertThat(answer.text()).endsWith("…");
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void helpsInTheLanguageOfWhoeverAsks() {
        assertThat(world.answer("general", "ja", "help", Map.of(), "画像を生成する").text())
                .contains("/生成 ", "このスレッドに書くだけ", "/診断");
        assertThat(world.answer("general", "en", "help", Map.of(), "Make a picture").text())
                .contains("/generate", "just write", "/doctor");
    }

    @Test
    void saysHowToBeHeardWhereMessagesAreHidden() throws InterruptedException {
        world.kill();
        world.showContent(false);
        world.start();

        assertThat(world.answer("general", "ja", "help", Map.of(), "画像を生成する").text())
                .contains("返信（メンションをオン）")
                .doesNotContain("このスレッドに書くだけ");
        world.answer("general", "en", "doctor", Map.of(), "⚠️ Messages are hidden from Easel");
        world.answer("general", "en", "settings show", Map.of(), "reply to it (ping on)");
    }

    /** Discord waits for three seconds, api's callers for longer. */
    @Test
    void answersInTimeAndThenTellsThatApiIsAwayWhenItHangs() {
        world.api.hang();
        var users = world.discord.users();
        var asked =
                List.of("queue", "history", "doctor", "settings show", "lora list").stream()
                        .map(command -> users.slash("en", "general", command, Map.of()))
                        .toList();

        assertThat(asked)
                .allSatisfy(id ->
                        assertThat(users.awaitAck(id, PATIENCE).ackedAfter())
                                .hasValueSatisfying(t -> assertThat(t).isLessThan(ACKNOWLEDGED)));
        assertThat(asked)
                .allSatisfy(
                        id -> assertThat(world.answerTo(id, "API does not answer")).isNotNull());
    }

    private static RequestPage page(int count) {
        return new RequestPage(
                IntStream.range(0, count)
                        .mapToObj(i ->
                                Samples.summary(
                                        i, "r" + i + ".", RequestStatus.COMPLETED, "Completed"))
                        .toList(),
                null);
    }

    private static RequestPage.Summary summary(
            dev.easel.crds.v1alpha1.GenerationRequest request, String thread) {
        var sample = Samples.summary(0, "灯台", RequestStatus.COMPLETED, "Completed");
        return new RequestPage.Summary(
                UUID.fromString(request.getMetadata().getUid()),
                DiscordStandIn.GUILD_ID,
                sample.userId(),
                thread,
                sample.originalInstruction(),
                sample.action(),
                new RequestDetail.Source(sample.requestId(), null),
                sample.status(),
                sample.reason(),
                sample.createdAt(),
                sample.updatedAt(),
                sample.prompt(),
                sample.modelName(),
                sample.seed(),
                sample.images());
    }
}
