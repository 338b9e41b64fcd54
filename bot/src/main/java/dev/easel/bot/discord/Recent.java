package dev.easel.bot.discord;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remembers keys for a while; only spares work, since every repeat is harmless by its id. */
public final class Recent {
    private static final int KEYS_MAX = 10_000;

    private final Duration memory;
    private final LongSupplier nanoTime;
    private final Map<String, Long> seen =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    public Recent(Duration memory) {
        this(memory, System::nanoTime);
    }

    Recent(Duration memory, LongSupplier nanoTime) {
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /** False if the same key came within the memory's time. */
    public synchronized boolean first(String key) {
        long now = nanoTime.getAsLong();
        var before = seen.get(key);
        if (before != null && now - before <= memory.toNanos()) {
            // Not renewed: what keeps coming would else never be first again.
            return false;
        }
        seen.remove(key);
        seen.put(key, now);
        return true;
    }
}
