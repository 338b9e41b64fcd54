package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CancelIT {
    private World world;

    @BeforeEach
    void open() {
        world = World.open();
        world.startOperator();
        world.fates("running", new Fate.RunOn());
        world.request("running");
        world.awaitSays("running", Condition.GENERATOR_READY, "True/Running");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void cancelsAWaitingRequestWithoutTouchingTheRunningOne() {
        world.request("waiting");
        world.awaitSays("waiting", Condition.ADMITTED, "False/WaitingForSlot");
        world.desire("waiting", "Cancelled");

        world.awaitSays("waiting", Condition.SUCCEEDED, "False/Cancelled");
        assertThat(world.jobsOf("waiting")).isEmpty();
        assertThat(world.slot().requestName()).isEqualTo("running");
    }

    @Test
    void cancelsARunningRequestAndFreesItsSlotForTheNext() {
        world.request("next");
        world.desire("running", "Cancelled");

        world.awaitSays("running", Condition.SUCCEEDED, "False/Cancelled");
        world.awaitSays("next", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.jobsOf("running")).isEmpty();
        assertThat(world.overlaps()).isEmpty();
    }

    @Test
    void stopsTheGeneratorOfADeletedRequestBeforeLettingItGo() {
        world.request("next");
        world.delete("running");

        await().atMost(World.PATIENCE).until(() -> !world.exists("running"));
        assertThat(world.jobsOf("running")).isEmpty();
        world.awaitSays("next", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.overlaps()).isEmpty();
    }

    @Test
    void letsADeletedWaitingRequestGoAtOnce() {
        world.request("waiting");
        world.awaitSays("waiting", Condition.ADMITTED, "False/WaitingForSlot");
        world.delete("waiting");

        await().atMost(World.PATIENCE).until(() -> !world.exists("waiting"));
        assertThat(world.slot().requestName()).isEqualTo("running");
    }

    @Test
    void suspendsARunningRequestAndResumesItWithANewAttempt() {
        world.desire("running", "Suspended");
        world.awaitSays("running", Condition.SUCCEEDED, "Unknown/Suspended");
        world.awaitFreeSlot();

        world.desire("running", "Active");
        world.awaitSays("running", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.status("running").attempts()).hasSize(2);
        assertThat(world.status("running").attempts().getFirst().charged()).isFalse();
    }
}
