package dev.easel.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * What tests run with Node.js. It is installed once per lock file; where Node.js is missing a build
 * on a machine of one's own goes on without it, and one with {@code CI=true} fails.
 */
final class NodeProject {
    static final Path DIRECTORY = Path.of("target", "discordjs");

    private static final Path SOURCE = Path.of("src", "test", "discordjs");
    private static final String LOCK = "package-lock.json";
    private static final long MINUTES_MAX = 5;

    /** How a program ended, and all that it said. */
    record Finished(int status, String output) {}

    private NodeProject() {}

    static void assumeInstalled() {
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(isInstalled("node") && isInstalled("npm"), "Node.js is missing");
        }
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    static void install() throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        var current =
                Files.exists(DIRECTORY.resolve("node_modules"))
                        && Files.exists(DIRECTORY.resolve(LOCK))
                        && Files.mismatch(SOURCE.resolve(LOCK), DIRECTORY.resolve(LOCK)) == -1;
        for (var file : List.of("package.json", LOCK, "flows.mjs")) {
            Files.copy(
                    SOURCE.resolve(file),
                    DIRECTORY.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            var installed =
                    run(
                            "npm",
                            "npm",
                            "ci",
                            "--prefer-offline",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund");
            assertThat(installed.status()).as(installed.output()).isZero();
        }
    }

    /**
     * @param name of the file that its output goes to
     */
    static Finished run(String name, String... words) throws IOException, InterruptedException {
        return run(name, Map.of(), words);
    }

    static Finished run(String name, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        var log = DIRECTORY.resolve(name + ".log");
        var builder =
                new ProcessBuilder(words)
                        .directory(DIRECTORY.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
                    .as("%s ends within %d minutes", name, MINUTES_MAX)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(log));
    }
}
