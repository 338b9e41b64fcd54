package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** What a test may turn. Discord's own values, or the best guess where it publishes none. */
public record Knobs(
        Duration heartbeatInterval,
        boolean heartbeatsAcknowledged,
        Duration ackWindow,
        Duration interactionTokenLife,
        Duration nonceWindow,
        Duration sessionLife,
        Duration freeEditAge,
        int oldEditsMax,
        int boostTier,
        boolean messageContent,
        boolean filesGone,
        int messageRequestsPerWindow,
        Duration messageRequestWindow,
        int activeThreadsMax) {

    public static Knobs defaults() {
        return new Knobs(
                Duration.ofMillis(41_250),
                true,
                Duration.ofSeconds(3),
                Duration.ofMinutes(15),
                Duration.ofSeconds(120),
                Duration.ofSeconds(120),
                Duration.ofHours(1),
                30,
                0,
                true,
                false,
                5,
                Duration.ofSeconds(5),
                1000);
    }

    /** The per-file limit of the guild's boost tier. */
    long fileBytesMax() {
        var mebibytes =
                switch (boostTier) {
                    case 2 -> 50L;
                    case 3 -> 100L;
                    default -> 10L;
                };
        return mebibytes << 20;
    }

    /** A copy with the named components replaced; durations are in milliseconds. */
    public Knobs with(JsonNode changes) {
        ObjectNode merged = toJson();
        changes.fields()
                .forEachRemaining(change -> {
                    if (!merged.has(change.getKey())) {
                        throw new IllegalArgumentException("no knob is called " + change.getKey());
                    }
                    merged.set(change.getKey(), change.getValue());
                });
        return new Knobs(
                millis(merged, "heartbeatInterval"),
                merged.path("heartbeatsAcknowledged").asBoolean(),
                millis(merged, "ackWindow"),
                millis(merged, "interactionTokenLife"),
                millis(merged, "nonceWindow"),
                millis(merged, "sessionLife"),
                millis(merged, "freeEditAge"),
                merged.path("oldEditsMax").asInt(),
                merged.path("boostTier").asInt(),
                merged.path("messageContent").asBoolean(),
                merged.path("filesGone").asBoolean(),
                merged.path("messageRequestsPerWindow").asInt(),
                millis(merged, "messageRequestWindow"),
                merged.path("activeThreadsMax").asInt());
    }

    ObjectNode toJson() {
        return Json.object()
                .put("heartbeatInterval", heartbeatInterval.toMillis())
                .put("heartbeatsAcknowledged", heartbeatsAcknowledged)
                .put("ackWindow", ackWindow.toMillis())
                .put("interactionTokenLife", interactionTokenLife.toMillis())
                .put("nonceWindow", nonceWindow.toMillis())
                .put("sessionLife", sessionLife.toMillis())
                .put("freeEditAge", freeEditAge.toMillis())
                .put("oldEditsMax", oldEditsMax)
                .put("boostTier", boostTier)
                .put("messageContent", messageContent)
                .put("filesGone", filesGone)
                .put("messageRequestsPerWindow", messageRequestsPerWindow)
                .put("messageRequestWindow", messageRequestWindow.toMillis())
                .put("activeThreadsMax", activeThreadsMax);
    }

    private static Duration millis(JsonNode node, String field) {
        return Duration.ofMillis(node.path(field).asLong());
    }
}
