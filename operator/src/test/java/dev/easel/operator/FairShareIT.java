package dev.easel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Usage;
import dev.easel.operator.world.Fate;
import dev.easel.operator.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FairShareIT {
    private static final String HEAVY = "requester: {tenant: guild, userID: heavy}";
    private static final String LIGHT = "requester: {tenant: guild, userID: light}";

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
    void admitsFirstWhoHasUsedTheGpuLess() {
        world.startOperator();
        world.fates("before", new Fate.RunOn());
        world.request("before", HEAVY);
        world.awaitSays("before", Condition.GENERATOR_READY, "True/Running");
        world.request("more", HEAVY);
        world.awaitSays("more", Condition.ADMITTED, "False/WaitingForSlot");
        world.request("other", LIGHT);
        world.awaitSays("other", Condition.ADMITTED, "False/WaitingForSlot");
        assertThat(users()).isEmpty();
        world.desire("before", "Cancelled");

        world.awaitSays("more", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
        assertThat(world.startOrder()).containsExactly("before", "other", "more");
        assertThat(users()).containsExactlyInAnyOrder("guild/heavy", "guild/light");
        assertThat(usage()).allMatch(u -> Double.parseDouble(u.gpuSeconds()) > 0);
    }

    @Test
    void chargesARequestThatIsDeletedWhileItRuns() {
        world.startOperator();
        world.fates("deleted", new Fate.RunOn());
        world.request("deleted", HEAVY);
        world.awaitSays("deleted", Condition.GENERATOR_READY, "True/Running");
        world.delete("deleted");

        world.awaitFreeSlot();
        assertThat(users()).containsExactly("guild/heavy");
    }

    @Test
    void chargesOneEntryForAllWhoDoNotSayWhoTheyAre() {
        world.startOperator();
        world.request("one");
        world.request("two", "requester: {source: Kubectl}");

        world.awaitSays("one", Condition.SUCCEEDED, "True/Completed");
        world.awaitSays("two", Condition.SUCCEEDED, "True/Completed");
        world.awaitFreeSlot();
        assertThat(users()).containsExactly("/");
    }

    @Test
    void dividesUseByTheWeightOfTheTenant() {
        var pool = world.pool();
        var spec = pool.getSpec();
        pool.setSpec(
                new GenerationPoolSpec(
                        spec.state(),
                        spec.backends(),
                        spec.memory(),
                        spec.generator(),
                        new GenerationPoolSpec.FairShare(2_592_000, Map.of("big", "2")),
                        spec.timeouts()));
        pool = world.client().resource(pool).update();
        var now = Instant.now().toString();
        pool.setStatus(
                new GenerationPoolStatus(
                        null,
                        List.of(),
                        null,
                        List.of(
                                new Usage("big", "a", "1000", now),
                                new Usage("small", "b", "600", now)),
                        List.of()));
        world.client().resource(pool).updateStatus();
        world.startOperator();
        world.fates("before", new Fate.RunOn());
        world.request("before", HEAVY);
        world.awaitSays("before", Condition.GENERATOR_READY, "True/Running");
        world.request("of-small", "requester: {tenant: small, userID: b}");
        world.awaitSays("of-small", Condition.ADMITTED, "False/WaitingForSlot");
        world.request("of-big", "requester: {tenant: big, userID: a}");
        world.awaitSays("of-big", Condition.ADMITTED, "False/WaitingForSlot");
        world.desire("before", "Cancelled");

        world.awaitSays("of-small", Condition.SUCCEEDED, "True/Completed");
        assertThat(world.startOrder()).containsExactly("before", "of-big", "of-small");
    }

    private List<Usage> usage() {
        return world.pool().getStatus().usage();
    }

    private List<String> users() {
        return usage().stream().map(u -> u.tenant() + "/" + u.userID()).toList();
    }
}
