package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.discord.MessageView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Delete button: asked once, by whom it belongs to, at any age, and nothing comes back. */
class BotDeletionIT extends WithRunningBot {
    @Test
    void removesEveryPostOfTheResultAndLeavesWhatIsStored() throws InterruptedException {
        var request = drawn(6);
        world.discord.users().say("en", TestingBot.thread(request), "// talk between");
        var question = press("en", world.results(request).get(1));
        confirm("en", question, "delete_posts", "Posts deleted");

        assertThat(left(request)).isEmpty();
        assertThat(world.api.asked()).noneMatch(a -> a.startsWith("DELETE"));
        world.kill();
        world.start();
        var later = drawn(1);
        assertThat(left(later)).hasSize(1);
        assertThat(left(request)).isEmpty();
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void deletesWhatIsStoredForAResultWhoseResourceIsGone() throws InterruptedException {
        var request = drawn(1);
        world.client.resource(request).delete();
        world.kill();
        world.start();
        var question = press("en", world.results(request).getFirst());
        confirm("en", question, "delete_all", "stored pictures are gone");

        assertThat(left(request)).isEmpty();
        assertThat(world.api.asked())
                .contains("DELETE /api/v1/requests/" + request.getMetadata().getUid());
    }

    @Test
    void refusesWhoeverNeitherAskedForItNorModerates() {
        var request = drawn(1);
        var result = world.results(request).getFirst();
        var answer = pressed("ja", result);

        assertThat(answer.ephemeral()).isTrue();
        assertThat(answer.text()).contains("依頼した本人か、メッセージを管理できる人だけ");
        assertThat(answer.buttons()).isEmpty();
        assertThat(left(request)).hasSize(1);
    }

    @Test
    void keepsTheButtonForWhatIsStoredWhileApiIsAway() {
        var request = drawn(1);
        var question = press("en", world.results(request).getFirst());
        world.api.away(true);
        confirm("en", question, "delete_all", "does not answer");
        assertThat(left(request)).isEmpty();
        world.api.away(false);
        confirm("en", question, "delete_all", "stored pictures are gone");

        assertThat(world.api.asked())
                .contains("DELETE /api/v1/requests/" + request.getMetadata().getUid());
    }

    @Test
    void endsTheDeliveryOfAResultThatApiDoesNotKeepAnyMore() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.mark(request, ConditionStatus.TRUE, Reason.COMPLETED, null);
        var condition = world.awaitDelivered(request, Reason.NOT_FOUND);

        assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
        assertThat(world.awaitCard(request, "deleted before it was posted").buttons())
                .extracting(MessageView.Button::label)
                .containsExactly("Details");
        assertThat(world.results(request)).isEmpty();
    }

    /** As when a request that was deleted is read from its resource anew. */
    @Test
    void saysThatItIsGoneWhereApiKnowsTheRequestAndNoPictureOfIt() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.succeed(request, 0);

        world.awaitDelivered(request, Reason.NOT_FOUND);
        world.awaitCard(request, "deleted before it was posted");
    }

    @Test
    void doesNotTryForEverToPostPicturesThatTheStoreLost() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.api.loseAll(true);
        world.succeed(request, 2);

        world.awaitDelivered(request, Reason.NOT_FOUND);
        world.awaitCard(request, "deleted before it was posted");
        assertThat(world.results(request)).isEmpty();
    }

    private static GenerationRequest drawn(int images) {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, images);
        world.awaitDelivered(request, Reason.POSTED);
        return request;
    }

    private static MessageView press(String user, MessageView result) {
        var question = pressed(user, result);
        assertThat(question.ephemeral()).isTrue();
        assertThat(question.text()).contains("cannot be undone");
        return question;
    }

    private static MessageView pressed(String user, MessageView result) {
        var users = world.discord.users();
        var press = users.click(user, result.id(), TestingBot.button(result, "delete"));
        return users.awaitMessage(
                m -> press.equals(m.interactionId()) && m.text().length() > 10, PATIENCE);
    }

    private static void confirm(String user, MessageView question, String action, String text) {
        var users = world.discord.users();
        users.click(user, question.id(), TestingBot.button(question, action));
        users.awaitEdit(question.id(), m -> m.text().contains(text), PATIENCE);
    }

    /** The posts of a request that were not deleted. */
    private static List<MessageView> left(GenerationRequest request) {
        return world.results(request).stream().filter(m -> !m.deleted()).toList();
    }
}
