package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.bot.live.ThreadState;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.Source;
import dev.easel.sandbox.discord.MessageView;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The buttons under results, pressed by anyone, at any time. */
class BotButtonsIT extends WithRunningBot {
    @Test
    void startsEachActionFromTheResultForWhoeverPressed() {
        var first = drawn(4);
        var result = world.results(first).getFirst();

        var reroll = pressed("ja", result, "reroll");
        var vary = pressed("ja", result, "vary", 1);
        var upscale = pressed("ja", result, "upscale", 3);

        assertThat(reroll.getSpec().action()).isEqualTo(Action.REROLL);
        assertThat(reroll.getSpec().source()).isEqualTo(source(first, null));
        assertThat(vary.getSpec().action()).isEqualTo(Action.VARY);
        assertThat(vary.getSpec().source()).isEqualTo(source(first, 1));
        assertThat(upscale.getSpec().action()).isEqualTo(Action.UPSCALE);
        assertThat(upscale.getSpec().source()).isEqualTo(source(first, 3));
        assertThat(upscale.getSpec().instruction()).isNull();
        assertThat(TestingBot.thread(reroll)).isEqualTo(TestingBot.thread(first));
        var requester = requireNonNull(reroll.getSpec().requester());
        assertThat(requester.locale()).isEqualTo("ja");
        assertThat(requester.userID())
                .isNotEqualTo(requireNonNull(first.getSpec().requester()).userID());
        world.awaitCard(reroll, "順番を待っています");
        world.succeed(reroll, 1);
        world.awaitDelivered(reroll, Reason.POSTED);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void namesTheRightPictureUnderASecondMessage() {
        var first = drawn(6);
        var second = world.results(first).get(1);

        assertThat(second.buttons())
                .extracting(MessageView.Button::label)
                .contains("🔍 Upscale 5", "🔍 Upscale 6");
        assertThat(pressed("en", second, "upscale", 5).getSpec().source())
                .isEqualTo(source(first, 5));
    }

    @Test
    void refinesThroughAForm() {
        var first = drawn(1);
        var result = world.results(first).getFirst();
        var users = world.discord.users();
        var press = users.click("ja", result.id(), TestingBot.button(result, "refine"));

        assertThat(users.awaitForm(press, PATIENCE)).isEqualTo("画像の手直し");
        var sent = users.submit(press, Map.of("instruction", "もっと明るく"));
        var request = world.awaitRequest(sent);

        assertThat(request.getSpec().action()).isEqualTo(Action.REFINE);
        assertThat(request.getSpec().instruction()).isEqualTo("もっと明るく");
        assertThat(request.getSpec().source()).isEqualTo(source(first, null));
        privately(sent, "受け付けました");
        var again = users.click("ja", result.id(), TestingBot.button(result, "refine"));
        users.awaitForm(again, PATIENCE);
        var blank = users.submit(again, Map.of("instruction", "   "));
        privately(blank, "指示が空");
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void worksForResultsWhoseResourceIsGoneAndAfterARestart() throws InterruptedException {
        var first = drawn(1);
        var result = world.results(first).getFirst();
        world.client.resource(first).delete();
        world.kill();
        world.start();

        assertThat(pressed("en", result, "upscale", 0).getSpec().source())
                .isEqualTo(source(first, 0));
    }

    @Test
    void takesTwoQuickPressesForOne() {
        var first = drawn(1);
        var result = world.results(first).getFirst();
        var users = world.discord.users();
        var button = TestingBot.button(result, "reroll");
        var one = users.click("en", result.id(), button);
        var two = users.click("en", result.id(), button);
        privately(one, "On its way");
        privately(two, "On its way");

        assertThat(world.requests()).hasSize(2);
    }

    @Test
    void offersANewThreadAfterManyRefinementsAndCarriesTheStateOn() {
        var users = world.discord.users();
        var first = drawn(1);
        var refined =
                world.awaitRequest(users.say("en", TestingBot.thread(first), "a bit brighter"));
        world.api.thread(TestingBot.thread(first), new ThreadState("1", 50, 50, true));
        world.succeed(refined, 1);
        world.awaitDelivered(refined, Reason.POSTED);
        var result = world.results(refined).getFirst();

        assertThat(result.text()).contains("50 refinements");
        var moved = pressed("en", result, "continue");

        assertThat(moved.getSpec().action()).isEqualTo(Action.RESTORE);
        assertThat(moved.getSpec().source()).isEqualTo(source(refined, null));
        assertThat(TestingBot.thread(moved)).isNotEqualTo(TestingBot.thread(first));
        assertThat(moved.getSpec().threadID()).isEqualTo(TestingBot.thread(moved));
        assertThat(users.threads()).hasSize(2);
        world.succeed(moved, 1);
        world.awaitDelivered(moved, Reason.POSTED);
        assertThat(world.results(moved))
                .singleElement()
                .satisfies(m -> assertThat(m.channelId()).isEqualTo(TestingBot.thread(moved)));
    }

    private static GenerationRequest drawn(int images) {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, images);
        world.awaitDelivered(request, Reason.POSTED);
        return request;
    }

    private static GenerationRequest pressed(String user, MessageView message, String action) {
        return pressedButton(user, message, TestingBot.button(message, action));
    }

    private static GenerationRequest pressed(
            String user, MessageView message, String action, int index) {
        var id =
                message.buttons().stream()
                        .map(MessageView.Button::customId)
                        .filter(i -> i.startsWith("v1|" + action) && i.endsWith("|" + index))
                        .findFirst()
                        .orElseThrow();
        return pressedButton(user, message, id);
    }

    private static GenerationRequest pressedButton(String user, MessageView message, String id) {
        return world.awaitRequest(world.discord.users().click(user, message.id(), id));
    }

    private static Source source(GenerationRequest request, @Nullable Integer index) {
        return new Source(request.getMetadata().getUid(), index);
    }

    private static void privately(String interaction, String text) {
        var answer =
                world.discord
                        .users()
                        .awaitMessage(
                                m ->
                                        interaction.equals(m.interactionId())
                                                && m.text().contains(text),
                                PATIENCE);
        assertThat(answer.ephemeral()).isTrue();
    }
}
