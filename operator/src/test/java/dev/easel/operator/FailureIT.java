package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The table of failures: each test asserts the state of the world afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class FailureIT {
    private World world;

    @BeforeEach
    void open() {
        world = World.open();
        world.startOperator();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void requeuesAnEvictedRequestAtItsPlaceWithoutChargingIt() {
        world.fates("evicted", new Fate.Evicted());
        world.request("evicted", "maxAttempts: 1");

        world.awaitSays("evicted", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.says("evicted", Condition.INTERRUPTED)).isEqualTo("True/PodEvicted");
        var attempts = world.status("evicted").attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.getFirst().charged()).isFalse();
        assertThat(attempts.getLast().token()).isGreaterThan(attempts.getFirst().token());
        assertThat(world.jobsOf("evicted")).hasSize(2);
    }

    @Test
    void givesUpWithAdviceAfterTwoOutOfMemoryInARow() {
        world.fates("fat", new Fate.OutOfMemory(), new Fate.OutOfMemory());
        world.request("fat", "maxAttempts: 5");

        world.awaitSays("fat", Condition.SUCCEEDED, "False/GenerationFailed");
        assertThat(world.says("fat", Condition.INTERRUPTED)).isEqualTo("True/OutOfMemory");
        assertThat(world.status("fat").attempts()).hasSize(2);
        assertThat(String.valueOf(world.status("fat").failure())).contains("memory limit");
        world.awaitFreeSlot();
    }

    @Test
    void doesNotRetryWhatCannotSucceed() {
        world.fates("bad", new Fate.Exit(11, "ModelNotFound", "No model sdxl2"));
        world.request("bad");

        world.awaitSays("bad", Condition.SUCCEEDED, "False/GenerationFailed");
        assertThat(String.valueOf(world.status("bad").failure()))
                .contains("ModelNotFound")
                .contains("No model sdxl2");
        assertThat(world.status("bad").attempts()).hasSize(1);
        world.awaitFreeSlot();
    }

    @Test
    void retriesWhatMaySucceedAndThenGivesUp() {
        var broken = new Fate.Exit(13, "RendererError", "500 from the renderer");
        world.fates("flaky", broken, broken);
        world.request("flaky", "maxAttempts: 2");
        world.request("next");

        world.awaitSays("flaky", Condition.SUCCEEDED, "False/AttemptsExhausted");
        world.awaitSays("next", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("flaky").attempts()).hasSize(2);
        assertThat(world.overlaps()).isEmpty();
    }

    @Test
    void waitsWithoutChargeWhileTheBackEndIsDown() {
        world.fates("patient", new Fate.Exit(12, "RendererUnavailable", "connection refused"));
        world.request("patient", "maxAttempts: 1");
        world.awaitSays("patient", Condition.ADMITTED, "False/BackendDown");
        world.request("other");

        world.awaitSays("other", Condition.ADMITTED, "False/BackendDown");
        assertThat(world.status("patient").attempts().getFirst().charged()).isFalse();
        assertThat(world.says("patient", Condition.INTERRUPTED))
                .isEqualTo("True/BackendUnavailable");
        assertThat(world.slot().requestUID()).isNull();
        assertThat(poolSays(Condition.BACKEND_AVAILABLE)).isEqualTo("BackendUnavailable");
    }

    @Test
    void pausesThePoolWhenTheImageCannotBeFetched() {
        world.fates("first", new Fate.ImageMissing());
        world.request("first");
        world.awaitSays("first", Condition.GENERATOR_READY, "False/ImagePullFailed");
        world.request("second");

        world.awaitSays("second", Condition.ADMITTED, "False/PoolStopped");
        assertThat(poolSays(Condition.READY)).isEqualTo("ImagePullFailed");
        assertThat(world.status("second").attempts()).isEmpty();
        assertThat(world.status("first").attempts().getFirst().charged()).isFalse();

        world.client()
                .resources(GenerationPool.class)
                .inNamespace(world.namespace())
                .withName("default")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"generator\":{\"image\":\"easel-generator:fixed\"}}}");
        world.awaitSays("first", Condition.SUCCEEDED, "True/Completed");
        world.awaitSays("second", Condition.SUCCEEDED, "True/Completed");
    }

    @Test
    void saysTheSchedulersWordsAndTriesAgain() {
        world.fates("homeless", new Fate.NoNode());
        world.request("homeless");

        world.awaitSays("homeless", Condition.GENERATOR_READY, "False/Unschedulable");
        assertThat(
                        world.status("homeless")
                                .condition(Condition.GENERATOR_READY)
                                .orElseThrow()
                                .message())
                .contains("nvidia.com/gpu");
        world.awaitSays("homeless", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("homeless").attempts().getFirst().reason())
                .isEqualTo("Unschedulable");
    }

    @Test
    void keepsTheSlotOfALostNode() {
        world.fates("lost", new Fate.NodeLost());
        world.request("lost");
        world.awaitSays("lost", Condition.GENERATOR_READY, "True/Running");
        world.request("waits");
        world.client().pods().inNamespace(world.namespace()).withGracePeriod(1).delete();

        world.awaitSays("lost", Condition.GENERATOR_READY, "Unknown/NodeLost");
        assertThat(world.slot().requestName()).isEqualTo("lost");
        assertThat(world.says("waits", Condition.ADMITTED)).isEqualTo("False/WaitingForSlot");
        assertThat(world.jobsOf("waits")).isEmpty();
    }

    @Test
    void countsAJobThatSomebodyDeletedAsAnInterruption() {
        world.fates("robbed", new Fate.RunOn());
        world.request("robbed");
        world.awaitSays("robbed", Condition.GENERATOR_READY, "True/Running");
        world.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(world.namespace())
                .withName(world.jobsOf("robbed").getFirst().getMetadata().getName())
                .delete();

        world.awaitSays("robbed", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.says("robbed", Condition.INTERRUPTED)).startsWith("True/");
        assertThat(world.status("robbed").attempts().getFirst().charged()).isFalse();
        assertThat(world.overlaps()).isEmpty();
    }

    @Test
    void triesAgainWhenASuccessLeftNoResult() {
        world.fates("forgetful", new Fate.Succeed(false));
        world.request("forgetful");

        world.awaitSays("forgetful", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("forgetful").attempts()).hasSize(2);
        assertThat(world.status("forgetful").attempts().getFirst().reason()).isEqualTo("NoResult");
    }

    @Test
    void endsARunThatTakesTooLong() {
        world.fates("slow", new Fate.RunOn());
        world.request("slow", "runTimeoutSeconds: 2");

        world.awaitSays("slow", Condition.SUCCEEDED, "False/RunTimeout");
        world.awaitFreeSlot();
        assertThat(world.jobsOf("slow")).isEmpty();
    }

    @Test
    void endsAWaitThatTakesTooLong() {
        world.fates("running", new Fate.RunOn());
        world.request("running");
        world.awaitSays("running", Condition.GENERATOR_READY, "True/Running");
        world.request("impatient", "queueTimeoutSeconds: 2");

        world.awaitSays("impatient", Condition.SUCCEEDED, "False/QueueTimeout");
        assertThat(world.jobsOf("impatient")).isEmpty();
    }

    @Test
    void discardsAFinishedRequestAfterItsTimeToLive() {
        world.request("short", "ttlSecondsAfterFinished: 1");

        await().atMost(World.PATIENCE).until(() -> !world.exists("short"));
        world.awaitFreeSlot();
    }

    private String poolSays(String type) {
        return world.pool().getStatus().conditions().stream()
                .filter(c -> c.type().equals(type))
                .map(Condition::reason)
                .findFirst()
                .orElse("absent");
    }
}
