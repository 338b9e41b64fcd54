package dev.easel.sandbox.discord;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text channel, a thread if it has a parent, or a direct conversation. Mutable; guarded by the
 * world's lock.
 */
final class Channel {
    static final int TEXT = 0;
    static final int DIRECT = 1;
    static final int PUBLIC_THREAD = 11;
    static final int PRIVATE_THREAD = 12;

    /** What a channel allows and denies one member beyond the rights of its roles. */
    record Overwrite(long allow, long deny) {
        static final Overwrite NONE = new Overwrite(0, 0);
    }

    final String id;
    final int type;
    final @Nullable String parentId;
    final User owner;
    final Instant createdAt;
    final Map<String, Instant> memberSince = new LinkedHashMap<>();

    /** By the member's id; a thread has those of its channel. */
    final Map<String, Overwrite> overwrites = new LinkedHashMap<>();

    String name;
    @Nullable String topic;
    @Nullable String lastMessageId;
    boolean archived;
    boolean locked;
    boolean nsfw;
    boolean invitable = true;
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

    boolean guild() {
        return type != DIRECT;
    }

    boolean isThread() {
        return parentId != null;
    }
}
