package dev.easel.sandbox;

import dev.easel.sandbox.cluster.ClusterFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Distribution packages of Debian and its descendants. */
final class Packages {
    private Packages() {}

    static void install(List<String> names, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        run(List.of("apt-get", "update"), log);
        var command =
                new ArrayList<>(List.of("apt-get", "install", "--yes", "--no-install-recommends"));
        command.addAll(names);
        run(command, log);
    }

    private static void run(List<String> command, Path log) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            if (builder.start().waitFor() != 0) {
                throw new ClusterFailure(String.join(" ", command) + " failed; see " + log);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while installing packages");
        }
    }
}
