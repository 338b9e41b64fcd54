package dev.easel.sandbox.discord;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text channel or, with a parent, a thread. Mutable; guarded by the world's lock. */
final class Channel {
    static final int TEXT = 0;
    static final int PUBLIC_THREAD = 11;
    static final int PRIVATE_THREAD = 12;

    final String id;
    final int type;
    final @Nullable String parentId;
    final User owner;
    final Instant createdAt;
    final Map<String, Instant> memberSince = new LinkedHashMap<>();

    String name;
    @Nullable String topic;
    @Nullable String lastMessageId;
    boolean archived;
    boolean locked;
    Instant archiveChangedAt;
    int autoArchiveMinutes = 1440;
    int messageCount;
    int totalMessagesSent;

    Channel(
            String id,
            int type,
            String name,
            @Nullable String parentId,
            User owner,
            Instant createdAt) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.parentId = parentId;
        this.owner = owner;
        this.createdAt = createdAt;
        this.archiveChangedAt = createdAt;
    }

    boolean isThread() {
        return parentId != null;
    }
}
