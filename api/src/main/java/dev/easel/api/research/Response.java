package dev.easel.api.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP answer.
 *
 * @param headers by their lower-case names
 */
record Response(int status, Map<String, String> headers, byte[] body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Missing if the body is no JSON object. */
    JsonNode json() {
        try {
            var json = Json.mapper().readTree(body);
            return json != null && json.isObject() ? json : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whole seconds; a date is not worth reading here. */
    Optional<Duration> retryAfter() {
        return header("retry-after")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,7}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
