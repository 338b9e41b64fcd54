package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a route answers; without a body it is a 204. */
record Answer(int status, @Nullable JsonNode body) {
    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    static Answer created(JsonNode body) {
        return new Answer(201, body);
    }

    static Answer nothing() {
        return new Answer(204, null);
    }
}
