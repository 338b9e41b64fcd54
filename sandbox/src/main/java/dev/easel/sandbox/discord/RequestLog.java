package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every REST request in order of arrival. The Authorization header is not kept. */
public final class RequestLog {
    private static final int ENTRIES_MAX = 20_000;

    /** One request and its answer; without a status the connection was cut. */
    public record Entry(
            Instant at,
            String method,
            String path,
            JsonNode body,
            List<String> files,
            int status,
            @Nullable JsonNode answer,
            long micros) {

        ObjectNode toJson() {
            var json =
                    Json.object()
                            .put("at", at.toString())
                            .put("method", method)
                            .put("path", path)
                            .put("status", status)
                            .put("micros", micros);
            json.set("body", body);
            var names = json.putArray("files");
            files.forEach(names::add);
            json.set("answer", answer);
            return json;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long answered;

    synchronized void add(Entry entry) {
        if (entries.size() == ENTRIES_MAX) {
            entries.removeFirst();
        }
        entries.add(entry);
        answered++;
    }

    /** How many requests were answered or cut since the stand-in started, forgotten ones too. */
    public synchronized long answered() {
        return answered;
    }

    /** A copy of what was received so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Forgets all entries. */
    public synchronized void clear() {
        entries.clear();
    }
}
