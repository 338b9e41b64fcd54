package dev.easel.bot;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One world for the tests of a class, and a fresh bot in it for each of them. */
abstract class WithRunningBot {
    static TestingBot world;

    @BeforeAll
    static void open() throws IOException {
        world = new TestingBot();
    }

    @AfterAll
    static void close() throws IOException {
        world.close();
    }

    @BeforeEach
    void start() throws InterruptedException {
        world.start();
    }

    @AfterEach
    void reset() {
        world.reset();
    }
}
