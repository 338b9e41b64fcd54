package dev.easel.sandbox.automatic1111;

import dev.easel.sandbox.automatic1111.Catalogue.Checkpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which checkpoint is chosen, which is in memory, and which have been hashed: a title with a hash
 * is an alias only once the hash is known. Thread-safe.
 */
final class Checkpoints {
    private static final long WEIGHTS_BYTES = 4L << 30;

    private final List<Checkpoint> installed;
    private final Set<Checkpoint> hashed = new HashSet<>();
    private Checkpoint option;
    private Checkpoint loaded;
    private boolean onGpu = true;

    Checkpoints(List<Checkpoint> installed) {
        this.installed = List.copyOf(installed);
        option = installed.getFirst();
        loaded = option;
        hashed.add(loaded);
    }

    List<Checkpoint> installed() {
        return installed;
    }

    synchronized boolean hashed(Checkpoint checkpoint) {
        return hashed.contains(checkpoint);
    }

    synchronized Optional<Checkpoint> find(String alias) {
        return installed.stream().filter(c -> c.answersTo(alias, hashed.contains(c))).findFirst();
    }

    synchronized Checkpoint option() {
        return option;
    }

    synchronized Checkpoint loaded() {
        return loaded;
    }

    synchronized void choose(Checkpoint checkpoint) {
        option = checkpoint;
    }

    /** Whether weights had to be read or moved, which takes time. */
    synchronized boolean load(Checkpoint checkpoint) {
        boolean change = !loaded.equals(checkpoint) || !onGpu;
        loaded = checkpoint;
        hashed.add(checkpoint);
        onGpu = true;
        return change;
    }

    synchronized void moveTo(boolean gpu) {
        onGpu = gpu;
    }

    synchronized long gpuBytes() {
        return onGpu ? WEIGHTS_BYTES : 0;
    }
}
