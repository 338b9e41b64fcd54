package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What a test may turn. Discord's own values, or the best guess where it publishes none. Durations
 * are in milliseconds.
 */
public final class Knobs {
    private static final Knobs DEFAULTS =
            new Knobs(
                    Json.object()
                            .put("heartbeatInterval", 41_250)
                            .put("heartbeatsAcknowledged", true)
                            .put("sessionLife", 120_000)
                            .put("sendsPerMinute", 120)
                            .put("identifiesMax", 1000)
                            .put("ackWindow", 3_000)
                            .put("interactionTokenLife", 900_000)
                            // Only the person installed the bot, not the guild.
                            .put("userInstalled", false)
                            .put("commandCreatesMax", 200)
                            .put("nonceWindow", 120_000)
                            .put("freeEditAge", 3_600_000)
                            .put("oldEditsMax", 30)
                            // A word that the guild's own filter refuses; empty for none.
                            .put("blockedWord", "")
                            .put("messageContent", true)
                            .put("boostTier", 0)
                            // The real limit of a file where it is less than what is told; 0: it is
                            // not.
                            .put("fileBytesMax", 0)
                            .put("filesGone", false)
                            .put("activeThreadsMax", 1000)
                            .put("messageRequestsPerWindow", 5)
                            .put("messageRequestWindow", 5_000)
                            .put("requestsPerSecond", 50)
                            .put("invalidRequestsMax", 10_000));

    private final ObjectNode values;

    private Knobs(ObjectNode values) {
        this.values = values;
    }

    public static Knobs defaults() {
        return DEFAULTS;
    }

    /** A copy with the named knobs turned. */
    public Knobs with(JsonNode changes) {
        var merged = toJson();
        for (var change : changes.properties()) {
            var old = merged.path(change.getKey());
            if (old.isMissingNode()) {
                throw new IllegalArgumentException("no knob is called " + change.getKey());
            }
            if (old.getNodeType() != change.getValue().getNodeType()) {
                throw new IllegalArgumentException(
                        change.getKey() + " is a " + old.getNodeType() + " such as " + old);
            }
            merged.set(change.getKey(), change.getValue());
        }
        return new Knobs(merged);
    }

    ObjectNode toJson() {
        return values.deepCopy();
    }

    private Duration millis(String name) {
        return Duration.ofMillis(values.path(name).asLong());
    }

    private int number(String name) {
        return values.path(name).asInt();
    }

    private boolean flag(String name) {
        return values.path(name).asBoolean();
    }

    Duration heartbeatInterval() {
        return millis("heartbeatInterval");
    }

    boolean heartbeatsAcknowledged() {
        return flag("heartbeatsAcknowledged");
    }

    Duration sessionLife() {
        return millis("sessionLife");
    }

    int sendsPerMinute() {
        return number("sendsPerMinute");
    }

    int identifiesMax() {
        return number("identifiesMax");
    }

    Duration ackWindow() {
        return millis("ackWindow");
    }

    Duration interactionTokenLife() {
        return millis("interactionTokenLife");
    }

    boolean userInstalled() {
        return flag("userInstalled");
    }

    int commandCreatesMax() {
        return number("commandCreatesMax");
    }

    Duration nonceWindow() {
        return millis("nonceWindow");
    }

    Duration freeEditAge() {
        return millis("freeEditAge");
    }

    int oldEditsMax() {
        return number("oldEditsMax");
    }

    String blockedWord() {
        return values.path("blockedWord").asText();
    }

    boolean messageContent() {
        return flag("messageContent");
    }

    int boostTier() {
        return number("boostTier");
    }

    boolean filesGone() {
        return flag("filesGone");
    }

    int activeThreadsMax() {
        return number("activeThreadsMax");
    }

    int messageRequestsPerWindow() {
        return number("messageRequestsPerWindow");
    }

    Duration messageRequestWindow() {
        return millis("messageRequestWindow");
    }

    int requestsPerSecond() {
        return number("requestsPerSecond");
    }

    int invalidRequestsMax() {
        return number("invalidRequestsMax");
    }

    /** The per-file limit of the guild's boost tier, which is what bots are told. */
    long toldFileBytesMax() {
        var mebibytes =
                switch (boostTier()) {
                    case 2 -> 50L;
                    case 3 -> 100L;
                    default -> 10L;
                };
        return mebibytes << 20;
    }

    /** The per-file limit that counts. */
    long fileBytesMax() {
        var real = values.path("fileBytesMax").asLong();
        return real == 0 ? toldFileBytesMax() : real;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Knobs knobs && knobs.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
