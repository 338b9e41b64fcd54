package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LifeIT {
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
    void completesARequest() {
        world.startOperator();
        world.request("lighthouse");

        world.awaitSays("lighthouse", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
        var status = world.status("lighthouse");
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getFirst().reason()).isEqualTo("Completed");
        assertThat(world.says("lighthouse", Condition.ADMITTED)).isEqualTo("False/Finished");
        assertThat(world.says("lighthouse", Condition.ACCEPTED)).isEqualTo("True/Valid");
        assertThat(world.jobsOf("lighthouse")).hasSize(1);
        await().until(
                        () -> world.events("lighthouse").stream().map(Event::getReason).toList(),
                        reasons -> reasons.containsAll(List.of("SlotReserved", "Completed")));
    }

    @Test
    void setsItsConditionsBeforeTheRequestIsAcceptedAndLaunchesNothing() {
        world.startOperator();
        world.unchecked("unchecked");

        world.awaitSays("unchecked", Condition.ADMITTED, "Unknown/NotEvaluated");
        assertThat(world.says("unchecked", Condition.SUCCEEDED)).isEqualTo("Unknown/Pending");
        assertThat(world.says("unchecked", Condition.GENERATOR_READY))
                .isEqualTo("False/PodPending");
        assertThat(world.says("unchecked", Condition.INTERRUPTED))
                .isEqualTo("False/NotInterrupted");
        assertThat(world.jobsOf("unchecked")).isEmpty();
    }

    @Test
    void refusesWhatTheApiRefusesInItsWords() {
        world.startOperator();
        world.unchecked("wrong");
        world.apiCondition(
                "wrong",
                Condition.ACCEPTED,
                ConditionStatus.FALSE,
                Reason.LORA_NOT_FOUND,
                "No LoRA tokyp; nearest: tokyo");

        world.awaitSays("wrong", Condition.SUCCEEDED, "False/Rejected");
        assertThat(world.status("wrong").failure()).isNotNull();
        assertThat(String.valueOf(world.status("wrong").failure())).contains("nearest: tokyo");
        assertThat(world.jobsOf("wrong")).isEmpty();
    }

    @Test
    void runsTenRequestsStrictlyOneAfterTheOther() {
        world.startOperator();
        var names = new ArrayList<String>();
        for (var i = 0; i < 10; i++) {
            names.add("request-" + i);
            world.request("request-" + i);
        }

        names.forEach(n -> world.awaitSays(n, Condition.SUCCEEDED, "True/Completed"));
        assertThat(world.overlaps()).isEmpty();
        assertThat(world.startOrder()).hasSize(10).doesNotHaveDuplicates();
        assertThat(world.pool().getStatus().lastToken()).isEqualTo(10);
    }

    @Test
    void twoOperatorsAtOnceNeverShareASlot() {
        world.startOperator();
        world.startOperator();
        var names = new ArrayList<String>();
        for (var i = 0; i < 6; i++) {
            names.add("request-" + i);
            world.request("request-" + i);
        }

        names.forEach(n -> world.awaitSays(n, Condition.SUCCEEDED, "True/Completed"));
        assertThat(world.overlaps()).isEmpty();
        names.forEach(n -> assertThat(world.jobsOf(n)).hasSize(1));
        assertThat(world.startOrder()).hasSize(6);
    }

    @Test
    void serveTheHigherPriorityFirst() {
        world.startOperator();
        world.fates("first", new Fate.RunOn());
        world.request("first");
        world.awaitSays("first", Condition.GENERATOR_READY, "True/Running");
        world.request("ordinary");
        world.request("urgent", "priority: 5");
        world.awaitSays("urgent", Condition.ADMITTED, "False/WaitingForSlot");
        world.desire("first", "Cancelled");

        world.awaitSays("ordinary", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.startOrder()).containsExactly("first", "urgent", "ordinary");
    }
}
