package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.BotConfig.MessageContent;
import dev.easel.bot.live.ThreadState;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.MessageView;
import dev.easel.sandbox.discord.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bot hears: each way to refine with the message content intent and without it. */
class BotHearingIT {
    private static TestingBot world;

    @BeforeAll
    static void open() throws IOException {
        world = new TestingBot();
    }

    @AfterAll
    static void close() throws IOException {
        world.close();
    }

    @AfterEach
    void reset() {
        world.messageContent = MessageContent.AUTO;
        world.reset();
        world.showContent(true);
    }

    /** One way to speak to the bot in its thread; answers the id that a request is named after. */
    private enum Way {
        PLAIN(false) {
            @Override
            String speak(GenerationRequest first) {
                return world.discord.users().say("en", TestingBot.thread(first), "brighter");
            }
        },
        MENTION(true) {
            @Override
            String speak(GenerationRequest first) {
                return world.discord.users().mention("en", TestingBot.thread(first), "brighter");
            }
        },
        REPLY_WITH_PING(true) {
            @Override
            String speak(GenerationRequest first) {
                return world.discord.users().reply("en", result(first).id(), "brighter", true);
            }
        },
        REPLY_WITHOUT_PING(false) {
            @Override
            String speak(GenerationRequest first) {
                return world.discord.users().reply("en", result(first).id(), "brighter", false);
            }
        },
        REPLY_TO_AN_ANSWER(false) {
            @Override
            String speak(GenerationRequest first) {
                var users = world.discord.users();
                var thread = TestingBot.thread(first);
                var typed =
                        users.slash("en", thread, "generate", Map.of("instruction", "a harbour"));
                var answer =
                        users.awaitMessage(
                                m ->
                                        typed.equals(m.interactionId())
                                                && m.text().contains("request is in"),
                                PATIENCE);
                return users.reply("en", answer.id(), "brighter", true);
            }
        },
        BUTTON_AND_FORM(true) {
            @Override
            String speak(GenerationRequest first) {
                var users = world.discord.users();
                var button = TestingBot.button(result(first), "refine");
                var press = users.click("en", result(first).id(), button);
                users.awaitForm(press, PATIENCE);
                return users.submit(press, Map.of("instruction", "brighter"));
            }
        };

        private final boolean heardWithoutIntent;

        Way(boolean heardWithoutIntent) {
            this.heardWithoutIntent = heardWithoutIntent;
        }

        abstract String speak(GenerationRequest first);
    }

    static Stream<Arguments> ways() {
        return Stream.of(true, false)
                .flatMap(intent -> Stream.of(Way.values()).map(way -> Arguments.of(way, intent)));
    }

    @ParameterizedTest(name = "{0}, intent {1}")
    @MethodSource("ways")
    void hearsEachWayToRefine(Way way, boolean intent) throws InterruptedException {
        world.showContent(intent);
        world.start();
        var first = drawn();
        var event = way.speak(first);
        if (intent || way.heardWithoutIntent) {
            var request = world.awaitRequest(event);

            assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
            assertThat(request.getSpec().instruction()).isEqualTo("brighter");
        } else {
            var thread = TestingBot.thread(first);
            world.discord
                    .users()
                    .awaitMessage(
                            m ->
                                    m.channelId().equals(thread)
                                            && m.text().contains("unless it is said to me"),
                            PATIENCE);
            assertThat(world.request("d-" + event)).isNull();
        }
        assertThat(world.discord.violations()).isEmpty();
    }

    @ParameterizedTest(name = "intent {0}")
    @ValueSource(booleans = {true, false})
    void drawsForACommandInItsThread(boolean intent) throws InterruptedException {
        world.showContent(intent);
        world.start();
        var first = drawn();
        var thread = TestingBot.thread(first);
        var typed =
                world.discord
                        .users()
                        .slash("en", thread, "generate", Map.of("instruction", "a harbour"));
        var request = world.awaitRequest(typed);

        assertThat(request.getSpec().instruction()).isEqualTo("a harbour");
        assertThat(TestingBot.thread(request)).isEqualTo(thread);
    }

    @ParameterizedTest(name = "intent {0}")
    @ValueSource(booleans = {true, false})
    void drawsNothingForWhatIsSaidToItOutsideTheServer(boolean intent) throws InterruptedException {
        world.showContent(intent);
        world.start();
        var said = world.discord.users().sayDirectly("en", "a lighthouse");
        var next = world.awaitRequest(world.discord.users().mention("en", "general", "a windmill"));

        assertThat(world.requests())
                .singleElement()
                .satisfies(r ->
                        assertThat(r.getMetadata().getName())
                                .isEqualTo(next.getMetadata().getName()));
        var place =
                world.discord.users().allMessages().stream()
                        .filter(m -> m.id().equals(said))
                        .map(MessageView::channelId)
                        .findFirst()
                        .orElseThrow();
        assertThat(world.discord.users().messages(place)).hasSize(1);
    }

    @Test
    void goesOnWithoutTheIntentThatDiscordRefusesAndCountsIt() throws InterruptedException {
        world.showContent(false);
        world.messageContent = MessageContent.ON;
        world.start();
        var first = drawn();
        var request =
                world.awaitRequest(
                        world.discord.users().mention("en", TestingBot.thread(first), "brighter"));

        assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(world.meters.counter("easel.bot.intent.refused").count()).isEqualTo(1);
    }

    @Test
    void drawsNothingTwiceWhenDiscordRepeatsWhatWasCaughtUp() throws InterruptedException {
        world.start();
        var first = drawn();
        world.kill();
        var missed = say(first, "darker");
        world.start();
        world.awaitRequest(missed);
        world.discord.disturbGateway("reset");
        world.awaitRequest(say(first, "bigger"));
        world.discord.disturbGateway("invalidate");
        world.awaitRequest(say(first, "rounder"));

        assertThat(world.requests()).hasSize(4);
    }

    @Test
    void asksApiWhatWasHeardWhereNeitherMarkNorResourceTells() throws InterruptedException {
        world.start();
        world.discord.admin().revoke("general", Permission.ADD_REACTIONS);
        var first = drawn();
        var thread = TestingBot.thread(first);
        var request = world.awaitRequest(say(first, "darker"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        world.kill();
        world.client.resource(request).delete();
        var heard = new ThreadState.Generation(request.getMetadata().getName());
        world.api.thread(thread, new ThreadState("1", 1, 50, false, null, List.of(heard)));
        var missed = say(first, "rounder");
        world.start();
        world.awaitRequest(missed);

        assertThat(world.request(request.getMetadata().getName())).isNull();
        assertThat(world.requests()).hasSize(2);
    }

    @Test
    void tellsOnceThatAnEditChangesNothing() throws InterruptedException {
        world.start();
        var first = drawn();
        var message = say(first, "darker");
        var request = world.awaitRequest(message);
        var users = world.discord.users();
        users.edit("en", message, "darker and rounder");
        var thread = TestingBot.thread(first);
        users.awaitMessage(m -> m.text().contains("editing them changes nothing"), PATIENCE);
        users.edit("en", message, "darker and rounder still");
        world.awaitRequest(say(first, "bigger"));

        assertThat(world.now(request).getSpec().instruction()).isEqualTo("darker");
        assertThat(users.messages(thread))
                .filteredOn(m -> m.text().contains("editing them"))
                .hasSize(1);
    }

    @Test
    void showsTheWildestWordsWithoutPingingAnyone() throws InterruptedException {
        world.start();
        var wild = "`@everyone` <@&1> **灯台** ||🎨|| " + "あ".repeat(1960);
        var request =
                world.awaitRequest(
                        world.discord
                                .users()
                                .slash("ja", "general", "generate", Map.of("instruction", wild)));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(request.getSpec().instruction()).isEqualTo(wild);
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.results(request).getFirst().text()).doesNotContain("@everyone");
        assertThat(world.results(request).getFirst().files())
                .allMatch(f -> f.filename().matches("[a-z0-9.-]+"));
        assertThat(world.discord.log().entries())
                .filteredOn(e -> e.method().equals("POST") && e.path().endsWith("/messages"))
                .isNotEmpty()
                .allSatisfy(e -> {
                    var mentions = e.body().path("allowed_mentions");
                    assertThat(mentions.path("parse")).isEmpty();
                    assertThat(mentions.path("users")).isEmpty();
                });
        assertThat(world.discord.violations()).isEmpty();
    }

    private static GenerationRequest drawn() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        return request;
    }

    private static MessageView result(GenerationRequest request) {
        return world.results(request).getFirst();
    }

    private static String say(GenerationRequest first, String text) {
        return world.discord.users().say("en", TestingBot.thread(first), text);
    }
}
