package dev.easel.sandbox.automatic1111;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task ids of {@code /internal/progress}. After an exception a task stays "active" until the
 * next one starts, as in the original. Thread-safe.
 */
final class RenderTasks {
    private static final int FINISHED_MAX = 16;

    private final List<String> pending = new ArrayList<>();
    private final Deque<String> finished = new ArrayDeque<>();
    private @Nullable String current;

    synchronized void queued(String id) {
        pending.add(id);
    }

    synchronized void started(String id) {
        current = id;
        pending.remove(id);
    }

    synchronized void finished(String id) {
        if (id.equals(current)) {
            current = null;
        }
        finished.addLast(id);
        if (finished.size() > FINISHED_MAX) {
            finished.removeFirst();
        }
    }

    synchronized boolean active(String id) {
        return id.equals(current);
    }

    synchronized boolean completed(String id) {
        return finished.contains(id);
    }

    /** Zero-based place in the queue, or -1. */
    synchronized int place(String id) {
        return pending.indexOf(id);
    }

    synchronized List<String> pending() {
        return List.copyOf(pending);
    }
}
