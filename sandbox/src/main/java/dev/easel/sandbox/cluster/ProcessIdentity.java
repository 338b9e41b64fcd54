package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process by pid and start time, so that another one with a reused pid is never touched. */
public record ProcessIdentity(String name, long pid, long startTicks) {
    private static final int START_TICKS_FIELD = 19;

    /** Empty if no such process runs. */
    public static Optional<ProcessIdentity> of(String name, long pid) {
        return stat(pid)
                .filter(fields -> !fields[0].equals("Z"))
                .map(fields ->
                        new ProcessIdentity(name, pid, Long.parseLong(fields[START_TICKS_FIELD])));
    }

    public static ProcessIdentity self(String name) {
        return of(name, ProcessHandle.current().pid()).orElseThrow();
    }

    public boolean alive() {
        return of(name, pid).filter(this::equals).isPresent();
    }

    /** Asks the process to end, waits, then ends it; nothing happens if it is gone already. */
    public void stop(Duration grace) {
        if (!alive()) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        if (!Patience.holds(grace, () -> !alive()) && alive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Patience.holds(Duration.ofSeconds(5), () -> !alive());
        }
    }

    /** One line of text that {@link #parse} reads back. */
    public String line() {
        return name + " " + pid + " " + startTicks;
    }

    public static Optional<ProcessIdentity> parse(String line) {
        var parts = line.strip().split(" ", -1);
        if (parts.length != 3 || !parts[1].matches("\\d+") || !parts[2].matches("\\d+")) {
            return Optional.empty();
        }
        return Optional.of(
                new ProcessIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    /** The fields after the command, which is in brackets and may hold blanks and brackets. */
    private static Optional<String[]> stat(long pid) {
        try {
            var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
