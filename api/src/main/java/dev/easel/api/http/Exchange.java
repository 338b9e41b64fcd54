package dev.easel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.easel.protocol.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Reads bodies and path parameters, writes JSON; whatever does not parse is a problem. */
public final class Exchange {
    static final int JSON_BYTES_MAX = 64 * 1024;
    private static final int NAME_SHOWN_MAX = 64;
    private static final int LONG_JSON_BYTES_MAX = 1024 * 1024;

    /** For clients: a number is no text, and a field that means nothing is a mistake. */
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

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

    private static <T> T json(byte[] body, Class<T> type, ObjectMapper mapper) {
        if (body.length == 0) {
            throw notJson("The body is empty: send a JSON object.");
        }
        try {
            var value = mapper.readValue(body, type);
            if (value == null) {
                throw notJson("The body is null: send a JSON object.");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw unknownField(e);
        } catch (JsonProcessingException e) {
            throw notJson(whereAndWhy(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a client, whose unknown fields are refused. */
    public static <T> T json(ServerRequest request, Class<T> type) {
        return json(body(request), type);
    }

    /** The same of a body that was read. */
    public static <T> T json(byte[] body, Class<T> type) {
        return json(body, type, STRICT);
    }

    /** Of a generator, which may be newer and know fields that are not known here. */
    public static <T> T internalJson(ServerRequest request, Class<T> type) {
        return json(body(request), type, Json.mapper());
    }

    /** Of a generator that carries what a back end said, which may be long. */
    public static <T> T longJson(ServerRequest request, Class<T> type) {
        return json(body(request, LONG_JSON_BYTES_MAX), type, Json.mapper());
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

    /**
     * The last of an answer: to HEAD, which wants to know how much it would be, only its length.
     */
    public static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (isHead(request)) {
            response.contentLength(body.length);
            response.send();
        } else {
            response.send(body);
        }
    }

    public static boolean isHead(ServerRequest request) {
        return request.prologue().method().equals(Method.HEAD);
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

    private static ApiProblem unknownField(UnrecognizedPropertyException e) {
        var name = e.getPropertyName();
        var shown = name.length() <= NAME_SHOWN_MAX ? name : name.substring(0, NAME_SHOWN_MAX);
        var place = path(e.getPath().subList(0, e.getPath().size() - 1));
        return FieldProblems.unknown(
                place.isEmpty() ? shown : place + "." + shown,
                e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }

    private static String path(List<JsonMappingException.Reference> references) {
        return references.stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .reduce((a, b) -> b.startsWith("[") ? a + b : a + "." + b)
                .orElse("");
    }

    /** Names the place and the field; the value may be a prompt and is left out. */
    private static String whereAndWhy(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "The field "
                    + path(mapping.getPath())
                    + " has the wrong type of value: see the API's document.";
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
