package dev.easel.sandbox;

import dev.easel.sandbox.cluster.Directories;
import dev.easel.sandbox.cluster.Node;
import dev.easel.sandbox.cluster.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** {@code ./easel down}: takes away all that runs, whatever state it is in. */
final class Down {
    private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(90);

    private Down() {}

    /** Leaves only logs and data behind; doing it twice is doing it once. */
    static void clear(Layout layout) throws IOException {
        var supervisor = Supervisor.running(layout);
        if (supervisor.isPresent()) {
            supervisor.get().stop(SUPERVISOR_GRACE);
        }
        Node.remove(layout.node());
        Processes.stopAll(layout.ledger());
        Directories.deleteRecursively(layout.jars());
        for (var file :
                List.of(
                        layout.sandbox(),
                        layout.kubectl(),
                        layout.kubeconfig(),
                        layout.options(),
                        layout.supervisor(),
                        layout.progress())) {
            Files.deleteIfExists(file);
        }
    }

    static void purge(Layout layout) throws IOException {
        Directories.deleteRecursively(layout.data());
    }
}
