package dev.easel.sandbox.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes back to the client. */
public sealed interface Reply {
    String JSON = "application/json";

    record Whole(int status, String contentType, byte[] body) implements Reply {}

    /** Lines that are written, and flushed, as they come to be. */
    record Lines(String contentType, Source source) implements Reply {}

    /** Another answer with headers of its own. */
    record WithHeaders(Reply reply, Map<String, String> headers) implements Reply {
        public WithHeaders {
            headers = Map.copyOf(headers);
        }
    }

    interface Source {
        /** Returns when the answer is complete; a vanished client shows as an exception. */
        void writeTo(Sink sink) throws IOException;
    }

    interface Sink {
        void line(String line) throws IOException;
    }

    static Reply json(int status, JsonNode body) {
        return new Whole(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(JsonNode body) {
        return json(200, body);
    }

    static Reply text(int status, String contentType, String body) {
        return new Whole(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
