package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.Parameters;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.HeldCall;
import dev.easel.sandbox.discord.HeldCall.Moment;
import dev.easel.sandbox.discord.MessageView;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged becomes a request, whichever process does it. */
class BotPromisesIT extends WithRunningBot {
    private static final String ANSWER = "/webhooks/.*/messages/@original";
    private static final Map<String, ?> PRIVATE = Map.of("instruction", "秘密の灯台", "private", true);

    @ParameterizedTest(name = "{0} of the thread's making")
    @EnumSource(Moment.class)
    void goesOnAfterACrashBeforeTheRequest(Moment moment) throws InterruptedException {
        var call = world.discord.faults().hold("POST", "/threads$", moment);
        var interaction =
                world.discord
                        .users()
                        .slash(
                                "ja",
                                "general",
                                "generate",
                                Map.of("instruction", "灯台", "count", 2, "seed", 42));
        dieAt(call);
        world.start();
        var request = world.awaitRequest(interaction);
        var answer = world.discord.users().awaitMessage(m -> isAnswer(m, interaction), PATIENCE);

        assertThat(TestingBot.thread(request)).isEqualTo(answer.id());
        assertThat(request.getSpec().instruction()).isEqualTo("灯台");
        assertThat(request.getSpec().parameters())
                .extracting(Parameters::imageCount, Parameters::seed)
                .containsExactly(2, 42L);
        awaitStarted(interaction, "<#" + answer.id() + ">");
        assertThat(world.discord.users().threads()).hasSize(1);
        awaitNothingPromised();
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    @ParameterizedTest(name = "{0} of the thread's making")
    @EnumSource(Moment.class)
    void makesOnePrivateThread(Moment moment) throws InterruptedException {
        var call = world.discord.faults().hold("POST", "/threads$", moment);
        var interaction = world.discord.users().slash("ja", "general", "generate", PRIVATE);
        dieAt(call);
        world.start();
        var request = world.awaitRequest(interaction);

        assertThat(world.discord.users().threads())
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.isPrivate()).isTrue();
                    assertThat(t.id()).isEqualTo(TestingBot.thread(request));
                });
        awaitStarted(interaction, "<#" + TestingBot.thread(request) + ">");
    }

    @Test
    void finishesTheAnswerWhereTheRequestWasMade() throws InterruptedException {
        var faults = world.discord.faults();
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        awaitStarted(interaction, "request is in");
        awaitNothingPromised();
        faults.onRequest("PATCH", ANSWER, 1, new Faults.Action.Slow(Duration.ZERO));
        var call = faults.hold("PATCH", ANSWER, Moment.BEFORE);
        var second = world.generate("en", "a windmill");
        dieAt(call);
        world.start();

        awaitStarted(second, "request is in");
        assertThat(world.requests())
                .extracting(r -> r.getMetadata().getName())
                .containsExactlyInAnyOrder(request.getMetadata().getName(), "d-" + second);
        awaitNothingPromised();
    }

    @Test
    void forgetsWhatWasNeverAcknowledged() throws InterruptedException {
        var call = world.discord.faults().hold("POST", "/callback$", Moment.BEFORE);
        var interaction = world.generate("en", "a lighthouse");
        dieAt(call);
        world.start();
        awaitNothingPromised();

        assertThat(world.request("d-" + interaction)).isNull();
        assertThat(world.discord.users().messages("general")).isEmpty();
        assertThat(world.discord.users().threads()).isEmpty();
    }

    @Test
    void goesOnBesideAnAnswerWhoseTimeIsOver() throws InterruptedException {
        var call = world.discord.faults().hold("POST", "/threads$", Moment.BEFORE);
        var interaction = world.generate("en", "a lighthouse");
        dieAt(call);
        world.clock.pass(Duration.ofMinutes(20));
        world.knob("interactionTokenLife", 0);
        world.start();
        var request = world.awaitRequest(interaction);
        var told =
                world.discord
                        .users()
                        .awaitMessage(m -> m.text().contains("request is in"), PATIENCE);

        assertThat(told.interactionId()).isNull();
        assertThat(TestingBot.thread(request)).isEqualTo(told.id());
    }

    @Test
    void forgetsWhatIsOlderThanADay() throws InterruptedException {
        var call = world.discord.faults().hold("POST", "/threads$", Moment.BEFORE);
        var interaction = world.generate("en", "a lighthouse");
        dieAt(call);
        world.clock.pass(Duration.ofHours(25));
        world.start();
        awaitNothingPromised();

        assertThat(world.request("d-" + interaction)).isNull();
    }

    @Test
    void keepsNoPromiseOfWhatIsDone() {
        var interaction = world.generate("en", "a lighthouse");
        world.awaitRequest(interaction);
        awaitNothingPromised();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"reroll", "upscale"})
    void hasTheRequestOfAButtonBeforeItIsAcknowledged(String action) throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var result = world.results(request).getFirst();
        var call = world.discord.faults().hold("POST", "/callback$", Moment.BEFORE);
        var press =
                world.discord.users().click("en", result.id(), TestingBot.button(result, action));
        dieAt(call);

        assertThat(world.request("d-" + press)).isNotNull();
    }

    @Test
    void hasTheCancellationBeforeItIsAcknowledged() throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var card = world.awaitCard(request, "Waiting");
        var call = world.discord.faults().hold("POST", "/callback$", Moment.BEFORE);
        world.discord.users().click("en", card.id(), TestingBot.button(card, "cancel"));
        dieAt(call);

        assertThat(world.now(request).getSpec().desiredState()).isEqualTo(DesiredState.CANCELLED);
    }

    private static void dieAt(HeldCall call) {
        call.awaitArrival(PATIENCE);
        world.kill();
        call.cut();
    }

    private static void awaitStarted(String interaction, String words) {
        world.discord
                .users()
                .awaitMessage(m -> isAnswer(m, interaction) && m.text().contains(words), PATIENCE);
    }

    private static boolean isAnswer(MessageView message, String interaction) {
        return interaction.equals(message.interactionId());
    }

    private static void awaitNothingPromised() {
        Awaitility.await().atMost(PATIENCE).until(() -> world.promised().isEmpty());
    }
}
