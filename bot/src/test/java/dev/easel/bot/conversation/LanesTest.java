package dev.easel.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void runsALaneInItsOrderAndOthersBesideIt() {
        var threads = new ArrayDeque<Runnable>();
        var lanes = new Lanes(threads::add);
        var done = new ArrayList<String>();

        lanes.run("a", () -> done.add("a1"));
        lanes.run("a", () -> done.add("a2"));
        lanes.run("b", () -> done.add("b1"));

        assertThat(threads).hasSize(2);
        threads.removeLast().run();
        threads.removeFirst().run();
        lanes.run("a", () -> done.add("a3"));
        threads.removeFirst().run();

        assertThat(done).containsExactly("b1", "a1", "a2", "a3");
    }
}
