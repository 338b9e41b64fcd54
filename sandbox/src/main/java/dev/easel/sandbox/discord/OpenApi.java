package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Discord's own description of its API; both sides of every exchange are held against it. */
final class OpenApi {
    private static final String LOCATION = "https://easel.dev/schemas/discord-openapi.json";
    private static final int SHOWN_MAX = 5;
    private static final List<String> NOT_SCHEMA =
            List.of(
                    "openapi",
                    "info",
                    "externalDocs",
                    "servers",
                    "paths",
                    "components",
                    "x-discord-union");

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Map<String, Optional<Schema>> schemas = new ConcurrentHashMap<>();

    OpenApi() {
        var text = read();
        this.document = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        Dialect.builder(Dialects.getDraft202012())
                                .keywords(
                                        NOT_SCHEMA.stream().map(NonValidationKeyword::new).toList())
                                .build(),
                        registry -> registry.schemas(Map.of(LOCATION, text)));
    }

    private static String read() {
        try (var in = OpenApi.class.getResourceAsStream("discord-openapi.json")) {
            return new String(
                    Objects.requireNonNull(in, "discord-openapi.json").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Discord ignores {@code wait} where it makes no difference; clients send it there. */
    List<String> checkQuery(Routes.Route route, Set<String> names) {
        var unknown = new TreeSet<>(names);
        if (route.template().startsWith("/webhooks/")) {
            unknown.remove("wait");
        }
        document.at(pointer(route) + "/parameters")
                .forEach(p -> unknown.remove(p.path("name").asText()));
        return unknown.isEmpty()
                ? List.of()
                : List.of(name(route) + " has no query parameter " + unknown);
    }

    List<String> checkRequest(Routes.Route route, JsonNode body) {
        var where = pointer(route) + "/requestBody/content/application~1json/schema";
        if (document.at(where).isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of(name(route) + " takes no body");
        }
        return check(route, "request", where, forgiven(body));
    }

    List<String> checkAnswer(Routes.Route route, Answer answer) {
        if (answer.status() >= 500) {
            return List.of();
        }
        var described = described(route, answer.status());
        var schema = described + "/content/application~1json/schema";
        if (document.at(described).isMissingNode()
                || (answer.body() != null && document.at(schema).isMissingNode())) {
            return List.of(name(route) + " answers an undescribed " + answer.status());
        }
        return answer.body() == null
                ? List.of()
                : check(route, "answer", schema, numbered(answer.body()));
    }

    /** Where the answer of a status is described: by itself, or as one of its hundred. */
    private String described(Routes.Route route, int status) {
        var responses = pointer(route) + "/responses/";
        var own = document.at(responses + status);
        var pointer = own.isMissingNode() ? responses + status / 100 + "XX" : responses + status;
        var reference = document.at(pointer).path("$ref").asText("");
        return reference.isEmpty() ? pointer : reference.substring(1);
    }

    private static String name(Routes.Route route) {
        return route.method() + " " + route.template();
    }

    private static String pointer(Routes.Route route) {
        var path = route.template().replace("~", "~0").replace("/", "~1");
        return "/paths/" + path + "/" + route.method().toLowerCase(java.util.Locale.ROOT);
    }

    /** Holds any object, such as one from the gateway, against a schema by its name. */
    List<String> check(String schema, JsonNode body) {
        var pointer = "/components/schemas/" + schema;
        if (document.at(pointer).isMissingNode()) {
            throw new IllegalArgumentException("no schema is called " + schema);
        }
        return check(schema, pointer, body);
    }

    private List<String> check(Routes.Route route, String side, String pointer, JsonNode body) {
        return check(name(route) + " " + side, pointer, body);
    }

    private List<String> check(String what, String pointer, JsonNode body) {
        var schema = schemas.computeIfAbsent(pointer, this::schema);
        if (schema.isEmpty()) {
            return List.of();
        }
        return schema.get().validate(body).stream()
                .limit(SHOWN_MAX)
                .map(e -> what + " " + e.getInstanceLocation() + ": " + e.getMessage())
                .toList();
    }

    private Optional<Schema> schema(String pointer) {
        if (document.at(pointer).isMissingNode()) {
            return Optional.empty();
        }
        // A fragment is a URI part: braces of path templates must be escaped there.
        var fragment = pointer.replace("{", "%7B").replace("}", "%7D");
        return Optional.of(registry.getSchema(SchemaLocation.of(LOCATION + "#" + fragment)));
    }

    /**
     * Where Discord takes more than its description says: attachments numbered with numbers,
     * permissions as digits, and the contexts of commands as digits.
     */
    private static JsonNode forgiven(JsonNode body) {
        var copy = body.deepCopy();
        forgive(copy);
        return copy;
    }

    /**
     * Codes of single fields are words, by Discord's documentation; its description has numbers.
     */
    private static JsonNode numbered(JsonNode body) {
        if (body.path("errors").isEmpty()) {
            return body;
        }
        var copy = body.deepCopy();
        for (var list : copy.path("errors").findValues("_errors")) {
            for (var error : list) {
                ((ObjectNode) error).put("code", 0);
            }
        }
        return copy;
    }

    private static void forgive(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var attachment : object.path("attachments")) {
                if (attachment.path("id").isNumber() && attachment instanceof ObjectNode entry) {
                    entry.put("id", attachment.path("id").asText());
                }
            }
            var permissions = object.path("default_member_permissions");
            if (permissions.isTextual() && permissions.asText().matches("\\d+")) {
                object.put("default_member_permissions", permissions.asLong());
            }
            for (var field : List.of("contexts", "integration_types")) {
                if (object.path(field).isArray()) {
                    object.set(field, numbers(object.path(field)));
                }
            }
        }
        node.forEach(OpenApi::forgive);
    }

    /** An array of numbers from one of numbers or digits. */
    static ArrayNode numbers(JsonNode digits) {
        var numbers = Json.array();
        digits.forEach(d -> numbers.add(d.asInt()));
        return numbers;
    }
}
