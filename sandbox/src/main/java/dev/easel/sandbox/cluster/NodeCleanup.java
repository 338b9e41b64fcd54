package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Takes a node away, whatever state it is in: running, half started, or left by a killed
 * supervisor. Everything is found by what only this node has: recorded processes, its socket's
 * path, its cgroup, its directories. Doing it twice is doing it once.
 */
final class NodeCleanup {
    private final Path directory;

    NodeCleanup(Path directory) {
        this.directory = directory;
    }

    static Path ledger(Path directory) {
        return directory.resolve("processes");
    }

    static Path footprint(Path directory) {
        return directory.resolve("footprint");
    }

    static Path chainsBefore(Path directory) {
        return directory.resolve("chains-before");
    }

    void run() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        // Last started, first stopped: kubelet and proxy before the API server that they talk to.
        Processes.stopAll(ledger(directory));
        Cgroups.ofMachine().remove();
        stopShims();
        unmountBelow(directory);
        unmountBelow(NodeFiles.RUN);
        if (Files.exists(Path.of("/sys/class/net", NodeFiles.BRIDGE))
                && Files.exists(footprint(directory))) {
            Program.must("ip", "link", "delete", NodeFiles.BRIDGE);
        }
        Iptables.restore(chainsBefore(directory));
        removeLogLinks();
        Footprint.restore(footprint(directory));
        Directories.deleteRecursively(NodeFiles.RUN);
        Directories.deleteRecursively(directory);
    }

    /** The shims are containerd's helpers; each carries the path of its containerd's socket. */
    private static void stopShims() throws IOException {
        var socket = NodeFiles.containerdSocket().toString();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (commandLine(process).contains(socket)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
    }

    private static List<String> commandLine(Path process) {
        try {
            return List.of(
                    Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .split("\0", -1));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void unmountBelow(Path root) throws IOException {
        var points =
                Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                        .map(line -> unescaped(line.split(" ", 6)[4]))
                        .filter(point -> Path.of(point).startsWith(root))
                        .toList();
        // Later mounts may lie on earlier ones.
        for (var point : points.reversed()) {
            Program.must("umount", "--lazy", point);
        }
    }

    static String unescaped(String mountPoint) {
        return mountPoint.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    /** The kubelet links each container's log from a fixed directory. */
    private void removeLogLinks() throws IOException {
        var links = Path.of("/var/log/containers");
        if (!Files.isDirectory(links)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(links)) {
            for (var link : StreamSupport.stream(entries.spliterator(), false).toList()) {
                if (Files.isSymbolicLink(link)
                        && Files.readSymbolicLink(link).startsWith(directory)) {
                    Files.delete(link);
                }
            }
        }
    }
}
