package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An operator dies between two steps; the next one goes on from the state of the world. */
@Execution(ExecutionMode.CONCURRENT)
class TakeoverIT {
    private World world;

    @BeforeEach
    void open() {
        world = World.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void launchesForASlotThatWasTakenWithoutAJob() {
        var request = world.request("orphaned");
        take(request, 1, 5);
        world.startOperator();

        world.awaitSays("orphaned", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.jobsOf("orphaned")).hasSize(1);
        assertThat(world.status("orphaned").attempts().getFirst().token()).isEqualTo(5);
        assertThat(world.pool().getStatus().lastToken()).isEqualTo(5);
    }

    @Test
    void adoptsAJobThatNobodyRecorded() {
        var request = world.request("unrecorded");
        take(request, 1, 5);
        world.fates("unrecorded", new Fate.RunOn());
        var job = post(request, 1, 5);
        world.startOperator();

        world.awaitSays("unrecorded", Condition.GENERATOR_READY, "True/Running");
        assertThat(world.jobsOf("unrecorded")).hasSize(1);
        assertThat(String.valueOf(world.status("unrecorded").jobRef())).contains(job);
    }

    @Test
    void refusesAJobUnderAnotherTokenAndTakesTheNextNumber() {
        var request = world.request("restored");
        world.fates("restored", new Fate.Stuck());
        post(request, 1, 3);
        take(request, 1, 5);
        world.startOperator();

        world.awaitSays("restored", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("restored").attempts())
                .extracting(a -> a.number() + " " + a.reason())
                .containsExactly("1 FenceRejected", "2 Completed");
        assertThat(world.overlaps()).isEmpty();
    }

    @Test
    void goesOnWithARunningGeneratorAfterARestart() {
        var first = world.startOperator();
        world.fates("long", new Fate.RunOn());
        world.request("long");
        world.awaitSays("long", Condition.GENERATOR_READY, "True/Running");
        first.close();
        world.startOperator();
        world.request("next");
        world.awaitSays("next", Condition.ADMITTED, "False/WaitingForSlot");

        assertThat(world.jobsOf("long")).hasSize(1);
        assertThat(world.status("long").attempts()).hasSize(1);
        assertThat(world.says("long", Condition.GENERATOR_READY)).isEqualTo("True/Running");
    }

    @Test
    void finishesWhatEndedWhileNoOperatorWasThere() {
        var request = world.request("unseen");
        take(request, 1, 5);
        post(request, 1, 5);
        await().atMost(World.PATIENCE)
                .until(() -> world.says("unseen", Condition.RESULT_STORED), "True/Stored"::equals);
        world.startOperator();

        world.awaitSays("unseen", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
        assertThat(world.jobsOf("unseen")).hasSize(1);
    }

    @Test
    void freesTheSlotOfARequestThatIsGone() {
        var request = world.request("gone");
        take(request, 1, 5);
        world.delete("gone");
        await().atMost(World.PATIENCE).until(() -> !world.exists("gone"));
        world.startOperator();
        world.request("next");

        world.awaitSays("next", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("next").attempts().getFirst().token()).isEqualTo(6);
    }

    @Test
    void launchesNothingForARequestThatWasCancelledAfterItGotItsSlot() {
        var request = world.request("late");
        take(request, 1, 5);
        world.desire("late", "Cancelled");
        world.startOperator();

        world.awaitSays("late", Condition.SUCCEEDED, "False/Cancelled");
        world.awaitFreeSlot();
        assertThat(world.jobsOf("late")).isEmpty();
    }

    @Test
    void replacesALeaderThatStops() {
        var leaders = world.startElected();
        world.request("first");
        world.awaitSays("first", Condition.SUCCEEDED, "True/Completed");
        assertThat(leaders).allMatch(EaselOperator::isLive);
        leaders.getFirst().close();
        world.request("second");

        world.awaitSays("second", Condition.SUCCEEDED, "True/Completed");
    }

    private void take(GenerationRequest request, int attempt, long token) {
        var pool = new GenerationPool();
        pool.setMetadata(world.pool().getMetadata());
        pool.setSpec(world.pool().getSpec());
        pool.setStatus(
                new GenerationPoolStatus(
                        1L,
                        List.of(
                                new Slot(
                                        "gpu-0",
                                        request.getMetadata().getUid(),
                                        request.getMetadata().getName(),
                                        attempt,
                                        token,
                                        Instant.now().toString())),
                        token,
                        List.of(),
                        List.of()));
        world.client().resource(pool).updateStatus();
    }

    private String post(GenerationRequest request, int attempt, long token) {
        var job =
                GeneratorJob.manifest(
                        request,
                        world.pool(),
                        new GeneratorJob.Ticket("gpu-0", attempt, token),
                        world.config(false).generator());
        return world.client().resource(job).create().getMetadata().getName();
    }
}
