package dev.easel.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Directories and kernel settings outside of the sandbox's own directory that the node's programs
 * make or change. They are written down first and put back at the end.
 */
final class Footprint {
    /** The programs have no option for these. */
    private static final List<Path> DIRECTORIES =
            List.of(
                    Path.of("/run/containerd"),
                    Path.of("/var/lib/cni"),
                    Path.of("/var/lib/kubelet"),
                    Path.of("/var/log/containers"),
                    Path.of("/usr/libexec/kubernetes"));

    private static final List<Path> SETTINGS =
            List.of(
                    Path.of("/proc/sys/net/ipv4/ip_forward"),
                    Path.of("/proc/sys/net/ipv4/conf/all/route_localnet"),
                    Path.of("/proc/sys/vm/overcommit_memory"),
                    Path.of("/proc/sys/vm/panic_on_oom"),
                    Path.of("/proc/sys/kernel/panic"),
                    Path.of("/proc/sys/kernel/panic_on_oops"),
                    Path.of("/proc/sys/kernel/keys/root_maxkeys"),
                    Path.of("/proc/sys/kernel/keys/root_maxbytes"));

    private Footprint() {}

    static void remember(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        var lines = new ArrayList<String>();
        for (var directory : DIRECTORIES) {
            if (!Files.exists(directory)) {
                lines.add("directory " + directory);
            }
        }
        for (var setting : SETTINGS) {
            if (Files.isReadable(setting)) {
                lines.add("setting " + setting + " " + Files.readString(setting).strip());
            }
        }
        Files.write(file, lines);
    }

    static void restore(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (var line : Files.readAllLines(file)) {
            var words = line.split(" ", 3);
            var path = Path.of(words[1]);
            if (words[0].equals("directory") && DIRECTORIES.contains(path)) {
                Directories.deleteRecursively(path);
            } else if (words[0].equals("setting") && SETTINGS.contains(path)) {
                Files.writeString(path, words[2] + "\n");
            }
        }
    }
}
