package dev.easel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** Reads bodies and path parameters, writes JSON; whatever does not parse is a problem. */
public final class Exchange {
    static final int JSON_BYTES_MAX = 64 * 1024;
    private static final int LONG_JSON_BYTES_MAX = 1024 * 1024;

    private Exchange() {}

    /** Reads at most 64 KiB. */
    public static byte[] body(ServerRequest request) {
        return body(request, JSON_BYTES_MAX);
    }

    private static byte[] body(ServerRequest request, int bytesMax) {
        var declared = request.headers().contentLength().orElse(0);
        if (declared > bytesMax) {
            throw tooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (var stream = request.content().inputStream()) {
            var bytes = stream.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw tooLarge(bytesMax);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T json(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw notJson("The body is empty: send a JSON object.");
        }
        try {
            var value = Json.mapper().readValue(body, type);
            if (value == null) {
                throw notJson("The body is null: send a JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notJson(whereAndWhy(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T json(ServerRequest request, Class<T> type) {
        return json(body(request), type);
    }

    /** For bodies that carry what a back end said, which may be long. */
    public static <T> T longJson(ServerRequest request, Class<T> type) {
        return json(body(request, LONG_JSON_BYTES_MAX), type);
    }

    public static UUID uuid(ServerRequest request, String parameter) {
        var text = request.path().pathParameters().get(parameter);
        try {
            var uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the one answer
        }
        throw ApiProblem.notFound("This request");
    }

    /** A whole number of at most nine digits; anything else names nothing that exists. */
    public static int number(ServerRequest request, String parameter) {
        var text = request.path().pathParameters().get(parameter);
        if (!text.matches("[0-9]{1,9}")) {
            throw ApiProblem.notFound("This path");
        }
        return Integer.parseInt(text);
    }

    public static void send(ServerResponse response, Status status, Object value) {
        try {
            var bytes = Json.mapper().writeValueAsBytes(value);
            response.status(status);
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.send(bytes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written as JSON", e);
        }
    }

    private static ApiProblem tooLarge(int bytesMax) {
        return ApiProblem.of(
                Status.REQUEST_ENTITY_TOO_LARGE_413,
                "BodyTooLarge",
                "The body is too large.",
                "This JSON body may have at most " + bytesMax + " bytes.");
    }

    private static ApiProblem notJson(String detail) {
        return ApiProblem.of(
                Status.BAD_REQUEST_400, "InvalidBody", "The body cannot be read.", detail);
    }

    /** Names the place and the field; the value may be a prompt and is left out. */
    private static String whereAndWhy(JsonProcessingException e) {
        var field = "";
        if (e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            field =
                    mapping.getPath().stream()
                            .map(r -> r.getFieldName() == null ? "[]" : r.getFieldName())
                            .reduce((a, b) -> a + "." + b)
                            .orElse("");
            return "The field " + field + " has the wrong type of value: see the API's document.";
        }
        var where = e.getLocation();
        return where == null
                ? "The body is not valid JSON."
                : "The body is not valid JSON: see line "
                        + where.getLineNr()
                        + ", column "
                        + where.getColumnNr()
                        + ".";
    }
}
