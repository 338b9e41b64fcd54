package dev.easel.bot.conversation;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Runs what belongs to one key one after the other, and different keys at the same time. */
final class Lanes {
    private final Executor executor;
    private final Map<String, ArrayDeque<Runnable>> waiting = new HashMap<>();

    Lanes(Executor executor) {
        this.executor = executor;
    }

    /** The step must not throw. */
    void run(String key, Runnable step) {
        synchronized (waiting) {
            var lane = waiting.get(key);
            if (lane != null) {
                lane.add(step);
                return;
            }
            waiting.put(key, new ArrayDeque<>());
        }
        executor.execute(() -> drain(key, step));
    }

    private void drain(String key, Runnable first) {
        var step = first;
        while (step != null) {
            step.run();
            synchronized (waiting) {
                var lane = waiting.get(key);
                step = lane == null ? null : lane.poll();
                if (step == null) {
                    waiting.remove(key);
                }
            }
        }
    }
}
