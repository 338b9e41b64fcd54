package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is called back to an answer, and how often. */
class BotCallingIT extends WithRunningBot {
    @Test
    void callsTheRequesterOnceWhenTheResultTookLong() {
        longAfterwards();
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 6);
        world.awaitDelivered(request, Reason.POSTED);

        var asker = asker(request);
        assertThat(world.results(request)).hasSize(2);
        assertThat(world.results(request).getFirst().text()).contains("<@" + asker + ">");
        assertThat(world.results(request).get(1).text()).doesNotContain("<@");
        assertThat(pinged()).containsExactly(List.of(asker));
        assertThat(world.discord.violations()).isEmpty();
    }

    @Test
    void callsTheRequesterToALateFailureToo() {
        longAfterwards();
        var request = world.awaitRequest(world.generate("ja", "灯台"));
        world.fail(request, Reason.QUEUE_TIMEOUT, null);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(pinged()).containsExactly(List.of(asker(request)));
    }

    @Test
    void callsNobodyToAnAnswerThatTookAMoment() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(pinged()).isEmpty();
    }

    @Test
    void callsNobodyWhoAskedElsewhere() {
        longAfterwards();
        var request = fromElsewhere();
        world.succeed(request, 1);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(pinged()).isEmpty();
    }

    private static String asker(GenerationRequest request) {
        var requester = Objects.requireNonNull(request.getSpec().requester());
        return Objects.requireNonNull(requester.userID());
    }

    private static GenerationRequest fromElsewhere() {
        var thread = world.discord.users().openThread("en", "general", "a lighthouse");
        return world.request("from-elsewhere", Action.GENERATE, null, thread);
    }

    /** What is asked for from now on seems to be asked for long ago. */
    private static void longAfterwards() {
        world.clock.pass(Duration.ofMinutes(2));
    }

    /** The users that each message calls, of those that call any. */
    private static List<List<String>> pinged() {
        return world.discord.log().entries().stream()
                .filter(e -> e.method().equals("POST") && e.path().endsWith("/messages"))
                .map(e -> e.body().path("allowed_mentions").path("users"))
                .filter(users -> !users.isEmpty())
                .map(BotCallingIT::texts)
                .toList();
    }

    private static List<String> texts(JsonNode users) {
        return users.valueStream().map(JsonNode::asText).toList();
    }
}
