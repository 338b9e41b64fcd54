package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A pool is deleted and made anew while a generator of the old one runs. */
@Execution(ExecutionMode.CONCURRENT)
class RecreatedPoolIT {
    private World world;
    private EaselOperator operator;

    @BeforeEach
    void open() {
        world = World.open();
        operator = world.startOperator();
        world.request("first");
        world.awaitSays("first", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void givesNoSlotBeforeTheGeneratorsOfTheOldPoolAreGone() {
        occupy(new Fate.NodeLost());
        world.client().pods().inNamespace(world.namespace()).withGracePeriod(1).delete();
        world.awaitSays("running", Condition.GENERATOR_READY, "Unknown/NodeLost");
        world.recreatePool();

        await().atMost(World.PATIENCE)
                .until(
                        () -> String.valueOf(world.status("running").attempts().getLast().reason()),
                        "FenceRejected"::equals);
        assertThat(world.slot().requestUID()).isNull();
        assertThat(world.jobsOf("next")).isEmpty();

        world.client().pods().inNamespace(world.namespace()).withGracePeriod(0).delete();
        awaitAGoodEnd();
    }

    @Test
    void goesOnAfterTheOperatorWasInstalledAnewTogetherWithItsPool() {
        occupy(new Fate.RunOn());
        operator.close();
        world.recreatePool();
        world.startOperator();

        awaitAGoodEnd();
    }

    private void occupy(Fate fate) {
        world.fates("running", fate);
        world.request("running");
        world.awaitSays("running", Condition.GENERATOR_READY, "True/Running");
        world.request("next");
        world.awaitSays("next", Condition.ADMITTED, "False/WaitingForSlot");
    }

    private void awaitAGoodEnd() {
        world.awaitSays("running", Condition.SUCCEEDED, "True/Completed");
        world.awaitSays("next", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.overlaps()).isEmpty();
        assertThat(tokens("first")).containsExactly(1L);
        assertThat(tokens("running").getFirst()).isEqualTo(2L);
        var later = Stream.concat(tokens("running").stream().skip(1), tokens("next").stream());
        assertThat(later).hasSize(2).doesNotHaveDuplicates().allMatch(token -> token > 2);
    }

    private List<Long> tokens(String request) {
        return world.status(request).attempts().stream().map(Attempt::token).toList();
    }
}
