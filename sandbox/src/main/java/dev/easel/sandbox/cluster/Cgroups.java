package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cgroup that all pods live below, in every hierarchy of this machine (one with cgroup v2, one
 * per controller with v1).
 */
record Cgroups(Path mount, String name) {
    private static final Duration END_MAX = Duration.ofSeconds(10);
    private static final String PROCESSES = "cgroup.procs";
    private static final String CONTROLLERS = "cgroup.controllers";

    static Cgroups ofMachine() {
        return new Cgroups(Path.of("/sys/fs/cgroup"), NodeFiles.CGROUP);
    }

    /** The kubelet wants its root to be there. */
    void create() throws IOException {
        for (var hierarchy : hierarchies()) {
            if (Files.exists(hierarchy.resolve(CONTROLLERS))) {
                delegate(hierarchy);
            }
            Files.createDirectories(hierarchy.resolve(name));
        }
    }

    /** Ends every process below it, then removes it. */
    void remove() throws IOException {
        boolean empty =
                Patience.holds(
                        END_MAX,
                        () -> {
                            var left = processes();
                            left.forEach(pid ->
                                    ProcessHandle.of(pid)
                                            .ifPresent(ProcessHandle::destroyForcibly));
                            return left.isEmpty();
                        });
        if (!empty) {
            throw new ClusterFailure("processes of pods do not end: " + processes());
        }
        for (var group : groups()) {
            // The kernel takes a moment to let go of a group whose last process has ended.
            Patience.holds(END_MAX, () -> deleted(group));
        }
    }

    Set<Long> processes() {
        var found = new TreeSet<Long>();
        try {
            for (var group : groups()) {
                if (Files.exists(group.resolve(PROCESSES))) {
                    for (var line : Files.readAllLines(group.resolve(PROCESSES))) {
                        found.add(Long.parseLong(line.strip()));
                    }
                }
            }
        } catch (IOException _) {
            // A group vanished while we read; the next look tells.
        }
        return found;
    }

    /** Deepest first. */
    List<Path> groups() throws IOException {
        var found = new ArrayList<Path>();
        for (var hierarchy : hierarchies()) {
            var root = hierarchy.resolve(name);
            if (Files.isDirectory(root)) {
                try (var tree = Files.walk(root)) {
                    tree.filter(Files::isDirectory).forEach(found::add);
                }
            }
        }
        found.sort(Comparator.comparing(Path::getNameCount).reversed());
        return found;
    }

    private List<Path> hierarchies() throws IOException {
        if (Files.exists(mount.resolve(CONTROLLERS))) {
            return List.of(mount);
        }
        if (!Files.isDirectory(mount)) {
            return List.of();
        }
        try (var mounts = Files.list(mount)) {
            // Links name the same hierarchy a second time.
            return mounts.filter(path -> Files.isDirectory(path) && !Files.isSymbolicLink(path))
                    .filter(path -> Files.exists(path.resolve(PROCESSES)))
                    .sorted()
                    .toList();
        }
    }

    /** With cgroup v2 a group gives controllers to its children only when told to. */
    private static void delegate(Path hierarchy) throws IOException {
        for (var controller :
                Files.readString(hierarchy.resolve(CONTROLLERS)).strip().split(" ", -1)) {
            try {
                Files.writeString(
                        hierarchy.resolve("cgroup.subtree_control"), "+" + controller + "\n");
            } catch (IOException _) {
                // Some cannot be given away; the kubelet names the one it misses.
            }
        }
    }

    private static boolean deleted(Path group) {
        try {
            return Files.deleteIfExists(group) || true;
        } catch (IOException _) {
            return false;
        }
    }
}
