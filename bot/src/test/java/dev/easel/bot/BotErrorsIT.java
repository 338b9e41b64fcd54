package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.MessageView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Discord refuses, told to whom it concerns: users in their language, the resource's readers.
 */
class BotErrorsIT extends WithRunningBot {
    private static final int ALWAYS = 1000;

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "50013, en, lacks permissions",
        "50013, ja, 必要な権限がありません",
        "50001, en, lacks permissions",
        "50001, ja, 必要な権限がありません",
        "160005, en, is locked or archived",
        "160005, ja, ロックまたはアーカイブ",
        "50083, en, is locked or archived",
        "200000, en, AutoMod blocked",
        "200000, ja, 自動モデレーション",
        "240000, en, AutoMod blocked",
        "20009, en, AutoMod blocked",
        "50024, en, inside Easel",
        "50035, ja, Easel の内部で問題"
    })
    void tellsTheUserWhyNoThreadCouldBeMade(int code, String user, String words) {
        world.discord.faults().onRequest("POST", "/threads$", ALWAYS, Faults.Action.refused(code));
        var answer = answer(world.generate(user, "a lighthouse"), words);

        assertThat(answer.text().lines().count()).as(answer.text()).isGreaterThanOrEqualTo(3);
        assertNothingBegan();
    }

    @ParameterizedTest(name = "in {0}: {1}")
    @CsvSource({"en, Discord does not answer", "ja, Discord が応答していない"})
    void tellsTheUserThatDiscordIsBroken(String user, String words) {
        world.discord
                .faults()
                .onRequest("POST", "/threads$", ALWAYS, new Faults.Action.Broken(500));
        answer(world.generate(user, "a lighthouse"), words);

        assertNothingBegan();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "50013, PERMISSION_MISSING",
        "50001, PERMISSION_MISSING",
        "160005, THREAD_LOCKED",
        "20009, CONTENT_BLOCKED",
        "50035, DELIVERY_FAILED"
    })
    void tellsOnTheResourceWhyThePicturesAreNotPosted(int code, Reason reason) {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        refusePosts(request, code);
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, reason).status()).isEqualTo(ConditionStatus.FALSE);
        assertThat(world.results(request)).isEmpty();
        world.discord.faults().clear();
        // Another process tries what this one may have given up.
        restart();
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void tellsOnTheResourceThatTheChannelIsGone() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        refusePosts(request, 10003);
        world.succeed(request, 1);

        assertThat(world.awaitDelivered(request, Reason.TARGET_GONE).status())
                .isEqualTo(ConditionStatus.FALSE);
    }

    @Test
    void worksOnAndCountsWhereDiscordRefusesItsCommands() throws IOException, InterruptedException {
        try (var young = new TestingBot()) {
            young.discord
                    .faults()
                    .onRequest("PUT", "/commands$", ALWAYS, Faults.Action.refused(50035));
            young.start(TestingBot.FIRST);
            var thread = young.discord.users().openThread("en", "general", "of a person");
            var request = young.request("by-rest", Action.GENERATE, null, thread);
            young.succeed(request, 1);
            young.awaitDelivered(request, Reason.POSTED);

            var refused = young.meters.counter("easel.bot.discord.errors", "code", "50035");
            Awaitility.await().atMost(PATIENCE).until(() -> refused.count() > 0);
            assertThat(young.discord.users().commandNames()).isEmpty();
        }
    }

    @Test
    void tellsThatAButtonIsOfAnEarlierTime() throws IOException, InterruptedException {
        var users = world.discord.users();
        var old = "v0|reroll|6a1f6d5e-0000-4000-8000-000000000000|0";
        var message = postedAsTheBot(old);
        world.answerTo(users.click("ja", message, old), "このボタンは古くなったか");

        assertNothingBegan();
    }

    private static MessageView answer(String interaction, String words) {
        return world.discord
                .users()
                .awaitMessage(
                        m -> interaction.equals(m.interactionId()) && m.text().contains(words),
                        PATIENCE);
    }

    private static void assertNothingBegan() {
        assertThat(world.requests()).isEmpty();
        assertThat(world.discord.users().threads()).isEmpty();
    }

    private static void refusePosts(GenerationRequest request, int code) {
        var path = "/channels/" + TestingBot.thread(request) + "/messages$";
        world.discord.faults().onRequest("POST", path, ALWAYS, Faults.Action.refused(code));
    }

    private static void restart() {
        try {
            world.kill();
            world.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message with one button, as an earlier version of the bot may have left it. */
    private static String postedAsTheBot(String customId) throws IOException, InterruptedException {
        var button = Map.of("type", 2, "style", 2, "label", "Again", "custom_id", customId);
        var row = Map.of("type", 1, "components", new Object[] {button});
        var body = Map.of("content", "old", "components", new Object[] {row});
        var general = world.discord.users().channels().getFirst().id();
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        world.discord.restUrl()
                                                + "channels/"
                                                + general
                                                + "/messages"))
                        .header("Authorization", "Bot " + world.discord.token())
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        new ObjectMapper().writeValueAsBytes(body)))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new ObjectMapper().readTree(answer.body()).path("id").asText();
        }
    }
}
