package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.Faults;
import dev.easel.sandbox.discord.HeldCall.Moment;
import dev.easel.sandbox.discord.MessageView;
import dev.easel.sandbox.discord.RequestLog;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to interactions have a clock; pictures do not depend on it. */
class BotAnswersIT extends WithRunningBot {
    private static final String ORIGINAL = "/webhooks/.*/messages/@original";

    @Test
    void drawsInTheThreadWhenTheAnswerEndsWhileItIsStillAtWork() {
        var thread = world.discord.faults().hold("POST", "/threads$", Moment.BEFORE);
        var interaction = world.generate("ja", "灯台");
        thread.awaitArrival(PATIENCE);
        world.knob("interactionTokenLife", 0);
        thread.release();
        var request = world.awaitRequest(interaction);
        world.awaitCall(e -> isOfAnswer(e) && e.status() == 401);
        world.succeed(request, 2);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.channelId()).isEqualTo(TestingBot.thread(request));
                    assertThat(m.files()).hasSize(2);
                });
        assertThat(world.cards(request)).hasSize(1);
        assertThat(world.discord.users().threads()).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void leavesTheAnswerAloneOnceTheThreadTells() {
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        world.awaitCall(e -> isOfAnswer(e) && e.body().toString().contains("request is in"));
        world.discord.log().clear();
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.discord.log().entries()).isNotEmpty().noneMatch(BotAnswersIT::isOfAnswer);
    }

    @ParameterizedTest
    @ValueSource(ints = {10015, 50027, 10062})
    void goesOnBesideAnAnswerThatDiscordRefusesTooEarly(int code) {
        refuseAnswers(code);
        var interaction = world.generate("en", "a lighthouse");
        var request = world.awaitRequest(interaction);
        var told =
                world.discord
                        .users()
                        .awaitMessage(m -> m.text().contains("request is in"), PATIENCE);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(told.interactionId()).isNull();
        assertThat(told.text()).contains("<#" + TestingBot.thread(request) + ">");
        assertThat(TestingBot.thread(request)).isEqualTo(told.id());
        assertThat(world.results(request)).hasSize(1);
        assertThat(world.discord.users().threads()).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void saysNothingInPublicWhereThePrivateAnswerIsRefused() {
        refuseAnswers(10015);
        var interaction =
                world.discord
                        .users()
                        .slash(
                                "ja",
                                "general",
                                "generate",
                                Map.of("instruction", "秘密の灯台", "private", true));
        var request = world.awaitRequest(interaction);
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).hasSize(1);
        assertThat(world.discord.users().messages("general"))
                .filteredOn(m -> !m.ephemeral())
                .isEmpty();
    }

    @Test
    void doesNothingForWhatDiscordHandsOnTooLate() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        var card = world.awaitCard(request, "Waiting");
        handOnTooLate();
        awaitRefused(world.generate("en", "a windmill"));
        awaitRefused(
                world.discord.users().click("en", card.id(), TestingBot.button(card, "cancel")));
        awaitRefused(world.discord.users().slash("en", "general", "cancel", Map.of()));
        world.knob("ackWindow", 3000);
        var next = world.awaitRequest(world.generate("en", "a harbour"));

        assertThat(world.requests())
                .extracting(r -> r.getMetadata().getName())
                .containsExactlyInAnyOrder(name(request), name(next));
        assertThat(world.now(request).getSpec().desiredState()).isEqualTo(DesiredState.ACTIVE);
        assertThat(world.discord.users().threads()).hasSize(2);
    }

    @Test
    void makesNothingOfAPressThatDiscordHandsOnTooLate() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var result = world.results(request).getFirst();
        handOnTooLate();
        var late = world.discord.users().click("en", result.id(), reroll(result));
        awaitRefused(late);
        world.knob("ackWindow", 3000);
        // In time, though our clock says otherwise.
        world.awaitRequest(world.discord.users().click("ja", result.id(), reroll(result)));

        assertThat(world.request("d-" + late)).isNull();
    }

    private static String reroll(MessageView result) {
        return TestingBot.button(result, "reroll");
    }

    /** What happens from now on comes when Discord takes no answer to it any more. */
    private static void handOnTooLate() {
        world.clock.pass(Duration.ofMinutes(1));
        world.knob("ackWindow", 0);
    }

    private static void refuseAnswers(int code) {
        world.discord.faults().onRequest("PATCH", ORIGINAL, 100, Faults.Action.refused(code));
    }

    private static void awaitRefused(String interaction) {
        world.awaitCall(
                e -> e.path().startsWith("/interactions/" + interaction) && e.status() == 404);
    }

    private static boolean isOfAnswer(RequestLog.Entry entry) {
        return entry.path().startsWith("/webhooks/");
    }

    private static String name(GenerationRequest request) {
        return request.getMetadata().getName();
    }
}
