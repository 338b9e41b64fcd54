package dev.easel.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.operator.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DiscardingIT {
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
    void discardsTheRequestThatWasSeen() {
        var seen = world.request("old");

        Discarding.discard(world.client(), seen);

        assertThat(world.exists("old")).isFalse();
        Discarding.discard(world.client(), seen);
    }

    @Test
    void sparesAnotherRequestOfTheSameName() {
        var seen = world.request("name");
        world.delete("name");
        world.request("name");

        Discarding.discard(world.client(), seen);

        assertThat(world.exists("name")).isTrue();
    }
}
