package dev.easel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Between the moment a result is stored and the one in which its generator is gone. */
class BotStoredIT extends WithRunningBot {
    @Test
    void postsAResultWithoutWaitingForItsGeneratorToEnd() throws InterruptedException {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.store(request, 2);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.now(request).getStatus().condition(Condition.SUCCEEDED)).isEmpty();
        world.awaitCard(request, "Done");
        world.answer("general", "en", "cancel", chosen(request), "already finished");

        world.succeed(request, 2);
        world.kill();
        world.start();
        var later = world.awaitRequest(world.generate("en", "another"));
        world.store(later, 1);
        world.awaitDelivered(later, Reason.POSTED);
        assertThat(world.results(request)).hasSize(1);
    }

    @Test
    void waitsForTheOutcomeOfWhatIsBeingCancelled() {
        var request = world.awaitRequest(world.generate("en", "a lighthouse"));
        world.awaitCard(request, "Waiting");
        world.answer("general", "en", "cancel", chosen(request), "Cancelling");
        world.store(request, 1);
        world.awaitCard(request, "Cancelling");
        world.fail(request, Reason.CANCELLED, null);
        world.awaitDelivered(request, Reason.POSTED);

        assertThat(world.results(request)).isEmpty();
        assertThat(world.now(request).getStatus().is(Condition.RESULT_STORED, ConditionStatus.TRUE))
                .isTrue();
    }

    private static Map<String, String> chosen(GenerationRequest request) {
        return Map.of("request", request.getMetadata().getUid());
    }
}
