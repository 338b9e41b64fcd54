package dev.easel.sandbox;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Something that {@code ./easel up} does once the supervisor's parts run. A step looks first at
 * what is there, so that a second {@code up} is quick and repairs what is missing.
 */
public interface UpStep {
    /** As the progress line tells it. */
    String title();

    void run(Sandbox sandbox, Layout layout, Consumer<String> progress) throws IOException;
}
