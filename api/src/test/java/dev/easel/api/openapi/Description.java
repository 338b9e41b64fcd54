package dev.easel.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The API's OpenAPI document, against which the tests hold every exchange with the API. */
public final class Description {
    private static final String LOCATION = "https://easel.dev/schemas/openapi.json";
    private static final int SHOWN_MAX = 5;
    private static final Description ONLY = new Description();

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Paths paths;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private Description() {
        document = Paths.document();
        paths = new Paths(document);
        registry =
                SchemaRegistry.withDialect(
                        Dialects.getOpenApi31(),
                        builder -> builder.schemas(Map.of(LOCATION, document.toString())));
    }

    public static Description get() {
        return ONLY;
    }

    public List<String> paths() {
        return paths.templates();
    }

    /** A method of a path, with what the document says of it. */
    public record Operation(String path, String method, JsonNode node) {
        public boolean needsCredentials() {
            return !node.has("security");
        }

        /** Whether it answers with a stream that does not end by itself. */
        public boolean streams() {
            return !node.at("/responses/200/content/text~1event-stream").isMissingNode();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        var all = new ArrayList<Operation>();
        for (var path : paths()) {
            for (var method : List.of("get", "head", "post", "put", "delete", "patch")) {
                var node = document.path("paths").path(path).path(method);
                if (!node.isMissingNode()) {
                    all.add(new Operation(path, method.toUpperCase(Locale.ROOT), node));
                }
            }
        }
        return all;
    }

    /**
     * What an exchange has that the document does not; paths outside {@code /api/v1} are nobody
     * else's business.
     */
    public List<String> violations(
            String method, String path, byte[] sent, int status, String type, byte[] received) {
        if (!path.startsWith("/api/v1/")) {
            return List.of();
        }
        var what = method + " " + path + " " + status;
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            return status < 300 ? List.of(what + ": not in the document") : List.of();
        }
        var found = new ArrayList<String>();
        var describesBody = !document.at(operation.get() + "/requestBody").isMissingNode();
        if (describesBody && status < 300 && sent.length > 0) {
            check(operation.get() + "/requestBody/content/application~1json", sent, what, found);
        }
        var response = operation.get() + "/responses/" + status;
        if (document.at(response).isMissingNode()) {
            found.add(what + ": this status is not in the document");
        } else if (method.equals("HEAD")) {
            if (received.length > 0) {
                found.add(what + ": HEAD has no body");
            }
        } else if (type.startsWith("application/json") || type.startsWith("application/problem+")) {
            var content = "/content/" + type.replace("/", "~1").replaceAll(";.*", "");
            check(resolved(response) + content, received, what, found);
        }
        return found;
    }

    private Optional<String> operation(String method, String path) {
        return paths.template(path)
                .map(template ->
                        "/paths/"
                                + template.replace("/", "~1")
                                + "/"
                                + method.toLowerCase(Locale.ROOT))
                .filter(pointer -> !document.at(pointer).isMissingNode());
    }

    /** Responses are shared between operations by reference. */
    private String resolved(String pointer) {
        var reference = document.at(pointer).path("$ref").asText("");
        return reference.isEmpty() ? pointer : reference.substring(1);
    }

    private void check(String content, byte[] body, String what, List<String> found) {
        var pointer = content + "/schema";
        if (document.at(pointer).isMissingNode()) {
            found.add(what + ": this kind of body is not in the document");
            return;
        }
        schemas.computeIfAbsent(pointer, this::schema).validate(json(body)).stream()
                .limit(SHOWN_MAX)
                .map(e -> what + " " + e.getInstanceLocation() + ": " + e.getMessage())
                .forEach(found::add);
    }

    private Schema schema(String pointer) {
        // A fragment is a URI part: braces of path templates must be escaped there.
        var fragment = pointer.replace("{", "%7B").replace("}", "%7D");
        return registry.getSchema(SchemaLocation.of(LOCATION + "#" + fragment));
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> schemaNames() {
        var names = new ArrayList<String>();
        document.at("/components/schemas").fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean matches(String schemaName, String json) {
        return schema("/components/schemas/" + schemaName)
                .validate(json(json.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
