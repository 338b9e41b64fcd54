package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts programs and writes each one down in a ledger file before anything else happens, so that
 * they can be found and ended even after this JVM was killed. Logs go to one file per program.
 */
public final class Processes {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 15;

    private final Path ledger;
    private final Path logs;

    public Processes(Path ledger, Path logs) throws IOException {
        this.ledger = ledger;
        this.logs = logs;
        Files.createDirectories(logs);
    }

    public ProcessIdentity start(String name, List<String> command, Map<String, String> extra)
            throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(extra);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
        var process = builder.start();
        var identity =
                ProcessIdentity.of(name, process.pid())
                        .orElseThrow(() -> new ClusterFailure(died(name)));
        remember(identity);
        return identity;
    }

    /** Writes down a process that another program started. */
    public void remember(ProcessIdentity identity) throws IOException {
        Files.writeString(
                ledger,
                identity.line() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
    }

    public Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Waits until the check holds; a process that dies meanwhile fails at once, with its log. */
    void awaitReady(ProcessIdentity process, Duration limit, Check ready) {
        boolean held = Patience.holds(limit, () -> !process.alive() || ready.holds());
        if (!process.alive()) {
            throw new ClusterFailure(died(process.name()));
        }
        if (!held) {
            throw new ClusterFailure(
                    process.name()
                            + " is not ready after "
                            + limit.toSeconds()
                            + " s; the end of its log:\n"
                            + tail(process.name()));
        }
    }

    /** Ends every recorded process that still runs, the last one first, and drops the ledger. */
    public static void stopAll(Path ledger) throws IOException {
        for (var process : recorded(ledger).reversed()) {
            // The one that calls may be in its own ledger.
            if (process.pid() != ProcessHandle.current().pid()) {
                process.stop(GRACE);
            }
        }
        Files.deleteIfExists(ledger);
    }

    public static List<ProcessIdentity> recorded(Path ledger) throws IOException {
        if (!Files.exists(ledger)) {
            return List.of();
        }
        return Files.readAllLines(ledger).stream()
                .map(ProcessIdentity::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private String died(String name) {
        return name + " ended by itself; the end of its log:\n" + tail(name);
    }

    private String tail(String name) {
        try {
            var lines =
                    new String(Files.readAllBytes(log(name)), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** A question to the outside world; "not yet" and "cannot ask yet" are the same answer. */
    @FunctionalInterface
    interface Check {
        boolean holds();
    }
}
