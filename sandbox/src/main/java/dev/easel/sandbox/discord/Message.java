package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stored message. Mutable; guarded by the world's lock. */
final class Message {
    static final int DEFAULT = 0;
    static final int THREAD_CREATED = 18;
    static final int REPLY = 19;
    static final int CHAT_INPUT_COMMAND = 20;

    static final int FLAG_HAS_THREAD = 1 << 5;
    static final int FLAG_EPHEMERAL = 1 << 6;
    static final int FLAG_LOADING = 1 << 7;
    static final int FLAG_COMPONENTS_V2 = 1 << 15;

    final String id;
    final String channelId;
    final User author;
    final int type;
    final Instant createdAt;

    String content = "";
    int flags;
    ArrayNode components = Json.array();
    ArrayNode embeds = Json.array();
    List<Attachment> attachments = new ArrayList<>();
    List<User> mentions = new ArrayList<>();
    boolean mentionsEveryone;
    final Map<String, Set<String>> reactions = new LinkedHashMap<>();
    @Nullable String nonce;
    @Nullable ObjectNode reference;

    /** The interaction this message answers, if it is an answer and not a message of its own. */
    @Nullable Interaction interaction;

    @Nullable Instant editedAt;
    int edits;

    Message(String id, String channelId, User author, int type, Instant createdAt) {
        this.id = id;
        this.channelId = channelId;
        this.author = author;
        this.type = type;
        this.createdAt = createdAt;
    }

    /** A copy to change, so that a refused edit leaves no trace. */
    Message draft() {
        var draft = new Message(id, channelId, author, type, createdAt);
        draft.adopt(this);
        draft.interaction = interaction;
        return draft;
    }

    void adopt(Message draft) {
        content = draft.content;
        flags = draft.flags;
        components = draft.components;
        embeds = draft.embeds;
        attachments = draft.attachments;
        mentions = draft.mentions;
        mentionsEveryone = draft.mentionsEveryone;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** An ephemeral answer is seen by whoever asked, any other message by all. */
    boolean visibleTo(String userId) {
        var answered = interaction;
        return !has(FLAG_EPHEMERAL) || answered == null || answered.user.id().equals(userId);
    }

    /** Whether this is a reaction that was not there. */
    boolean react(String emoji, String userId) {
        return reactions.computeIfAbsent(emoji, _ -> new LinkedHashSet<>()).add(userId);
    }
}
