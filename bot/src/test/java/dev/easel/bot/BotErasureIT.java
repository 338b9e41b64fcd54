package dev.easel.bot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.client.ErasedPosts;
import dev.easel.sandbox.discord.MessageView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Posts of requests that api erased for their users: removed, confirmed, and nothing else. */
class BotErasureIT extends WithRunningBot {
    @Test
    void removesThePostsOfAnErasedRequestAndSaysSo() {
        var erased = drawn(2);
        var kept = drawn(1);
        world.api.erase(erased(erased, TestingBot.thread(erased)));

        awaitConfirmed(erased);
        assertThat(left(erased)).isEmpty();
        assertThat(left(kept)).hasSize(1);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void removesThemAfterARestartAndConfirmsWhatWasGoneBefore() throws InterruptedException {
        var erased = drawn(1);
        world.kill();
        var post = erased(erased, TestingBot.thread(erased));
        world.api.erase(post);
        world.start();
        awaitConfirmed(erased);
        assertThat(left(erased)).isEmpty();

        world.api.erase(post);
        awaitConfirmed(erased);
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void findsPostsThatNobodyWroteDownHoweverMuchOthersWrote() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        for (int i = 0; i < 120; i++) {
            world.discord.users().say("en", TestingBot.thread(request), "// " + i);
        }
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);
        var post = erased(request, TestingBot.thread(request));
        world.api.erase(
                new ErasedPosts.Post(
                        post.requestId(),
                        post.guildId(),
                        post.channelId(),
                        post.threadId(),
                        List.of(),
                        post.createdAt()));
        awaitConfirmed(request);

        assertThat(left(request)).isEmpty();
        assertThat(world.cards(request)).isEmpty();
    }

    @Test
    void confirmsWhatWasPostedWhereNothingIsAnyMore() {
        var erased = drawn(1);
        world.api.erase(erased(erased, "999999999999999999"));
        awaitConfirmed(erased);
        assertThat(left(erased)).hasSize(1);
    }

    /** What api hands over of a request, whose resource is gone by then. */
    private static ErasedPosts.Post erased(GenerationRequest request, String thread) {
        var resource = world.client.resource(request);
        var record = requireNonNull(resource.get().getStatus()).delivery();
        resource.delete();
        return new ErasedPosts.Post(
                UUID.fromString(request.getMetadata().getUid()),
                requireNonNull(requireNonNull(request.getSpec().requester()).tenant()),
                TestingBot.discord(request).channelID(),
                thread,
                requireNonNull(record).messageIDs(),
                Instant.parse(request.getMetadata().getCreationTimestamp()));
    }

    private static void awaitConfirmed(GenerationRequest request) {
        await().atMost(TestingBot.PATIENCE)
                .until(() -> !world.api.erased().contains(request.getMetadata().getUid()));
    }

    private static GenerationRequest drawn(int images) {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, images);
        world.awaitDelivered(request, Reason.POSTED);
        return request;
    }

    /** The posts of a request that were not deleted. */
    private static List<MessageView> left(GenerationRequest request) {
        return world.results(request).stream().filter(m -> !m.deleted()).toList();
    }
}
