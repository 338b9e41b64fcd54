package dev.easel.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest versions that this process got as answers to its own writes. An informer shows them a
 * little later; reading around that gap saves writes that would only be refused as outdated.
 * Nothing is wrong without it. Thread-safe and bounded.
 */
public final class Latest<T extends HasMetadata> {
    private static final int ENTRIES_MAX = 1_000;

    private final Map<String, T> byUid =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    public synchronized T put(T written) {
        byUid.merge(
                written.getMetadata().getUid(),
                written,
                (a, b) -> version(b) >= version(a) ? b : a);
        return written;
    }

    /** The newer of {@code cached} and what was written under the same UID. */
    public synchronized T newer(T cached) {
        var uid = cached.getMetadata().getUid();
        var written = byUid.get(uid);
        if (written == null) {
            return cached;
        }
        if (version(cached) >= version(written)) {
            byUid.remove(uid);
            return cached;
        }
        return written;
    }

    /** True if {@code seen} is exactly what this process wrote. */
    public synchronized boolean wrote(T seen) {
        var written = byUid.get(seen.getMetadata().getUid());
        return written != null && version(written) == version(seen);
    }

    private static long version(@Nullable HasMetadata object) {
        try {
            return object == null ? -1 : Long.parseLong(object.getMetadata().getResourceVersion());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
