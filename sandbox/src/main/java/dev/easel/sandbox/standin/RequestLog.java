package dev.easel.sandbox.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests a stand-in got, with their JSON bodies, long strings cut. Thread-safe. */
public final class RequestLog {
    private static final int ENTRIES_MAX = 2_000;
    private static final int STRING_CHARS_MAX = 4_000;

    private final Clock clock;
    private final ObjectMapper mapper;
    private final Deque<Entry> entries = new ArrayDeque<>();

    RequestLog(Clock clock, ObjectMapper mapper) {
        this.clock = clock;
        this.mapper = mapper;
    }

    /** A request; the body is JSON null if there was none or it was no JSON. */
    public record Entry(
            @JsonSerialize(using = ToStringSerializer.class) Instant time,
            String method,
            String path,
            JsonNode body) {}

    synchronized void add(Call call) {
        if (entries.size() == ENTRIES_MAX) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(clock.instant(), call.method(), call.path(), summary(call)));
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The requests with this method and exact path. */
    public List<Entry> entries(String method, String path) {
        return entries().stream()
                .filter(e -> e.method().equals(method) && e.path().equals(path))
                .toList();
    }

    synchronized void clear() {
        entries.clear();
    }

    private JsonNode summary(Call call) {
        if (call.body().length == 0) {
            return NullNode.instance;
        }
        try {
            return cut(mapper.readTree(call.text()));
        } catch (JsonProcessingException e) {
            return NullNode.instance;
        }
    }

    private JsonNode cut(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = mapper.createObjectNode();
                object.properties().forEach(p -> copy.set(p.getKey(), cut(p.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = mapper.createArrayNode();
                array.forEach(element -> copy.add(cut(element)));
                yield copy;
            }
            case JsonNode text when text.isTextual() && text.asText().length() > STRING_CHARS_MAX ->
                    mapper.getNodeFactory()
                            .textNode(text.asText().substring(0, STRING_CHARS_MAX) + "…");
            case JsonNode other -> other;
        };
    }
}
