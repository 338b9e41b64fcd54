package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs another program to its end. */
public final class Program {
    private Program() {}

    /** What it wrote, both streams together. */
    record Outcome(int exitCode, String output) {}

    static Outcome run(String... command) {
        return runWithInput("", command);
    }

    static Outcome runWithInput(String input, String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var standardInput = process.getOutputStream()) {
                standardInput.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while waiting for " + command[0]);
        }
    }

    /** Fails with the program's own words if it does not exit with 0. */
    public static String must(String... command) {
        var outcome = run(command);
        if (outcome.exitCode() != 0) {
            throw new ClusterFailure(
                    String.join(" ", List.of(command)) + " failed: " + outcome.output().strip());
        }
        return outcome.output();
    }
}
