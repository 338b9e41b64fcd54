package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a user did, and how far the bot has answered it. Guarded by the world's lock. */
final class Interaction {
    static final int COMMAND = 2;
    static final int COMPONENT = 3;
    static final int AUTOCOMPLETE = 4;
    static final int MODAL_SUBMIT = 5;

    /** How the first answer was given. */
    enum Ack {
        NONE,
        REPLIED,
        DEFERRED,
        DEFERRED_UPDATE,
        UPDATED,
        CHOICES,
        MODAL
    }

    final String id;
    final String token;
    final int type;
    final User user;
    final String channelId;
    final Instant createdAt;
    final @Nullable String commandName;
    final @Nullable String sourceMessageId;

    Ack ack = Ack.NONE;
    @Nullable Instant ackedAt;
    boolean ephemeral;
    int followUps;
    @Nullable String originalMessageId;
    @Nullable JsonNode modal;

    /** Whether the form is still on the user's screen. */
    boolean modalOpen;

    @Nullable JsonNode choices;

    Interaction(
            String id,
            String token,
            int type,
            User user,
            String channelId,
            Instant createdAt,
            @Nullable String commandName,
            @Nullable String sourceMessageId) {
        this.id = id;
        this.token = token;
        this.type = type;
        this.user = user;
        this.channelId = channelId;
        this.createdAt = createdAt;
        this.commandName = commandName;
        this.sourceMessageId = sourceMessageId;
    }
}
