package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table of field names and types of a real server ({@code wire.json}). */
final class Wire {
    private final ObjectMapper mapper;
    private final JsonNode table;

    private Wire(ObjectMapper mapper, JsonNode table) {
        this.mapper = mapper;
        this.table = table;
    }

    static Wire load(ObjectMapper mapper) {
        try (var in = Wire.class.getResourceAsStream("wire.json")) {
            return new Wire(mapper, mapper.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode table() {
        return table;
    }

    /** Fields that the original would ignore without a word. */
    List<String> unknownFields(String request, JsonNode body, Set<String> own) {
        var known = table.path("requests").path(request);
        var unknown = new ArrayList<String>();
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.has(name) && !own.contains(name)) {
                        unknown.add(name);
                    }
                });
        return List.copyOf(unknown);
    }

    /** The body of a 422 if a field has a type that cannot be converted. */
    Optional<ObjectNode> typeErrors(String request, JsonNode body) {
        var details = mapper.createArrayNode();
        table.path("requests")
                .path(request)
                .properties()
                .forEach(known -> {
                    var value = body.path(known.getKey());
                    var type = known.getValue().asText();
                    if (!value.isMissingNode() && !value.isNull() && !fits(type, value)) {
                        var detail = details.addObject();
                        detail.putArray("loc").add("body").add(known.getKey());
                        detail.put("msg", "value is not a valid " + pythonName(type));
                        detail.put("type", "type_error." + pythonName(type));
                    }
                });
        if (details.isEmpty()) {
            return Optional.empty();
        }
        var answer = mapper.createObjectNode();
        answer.set("detail", details);
        return Optional.of(answer);
    }

    private static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "integer", "number" ->
                    value.isNumber()
                            || value.isBoolean()
                            || (value.isTextual()
                                    && value.asText().strip().matches("[+-]?\\d+(\\.\\d+)?"));
            case "string" -> value.isValueNode();
            case "boolean" ->
                    value.isBoolean()
                            || value.isNumber()
                            || (value.isTextual()
                                    && value.asText().matches("(?i)true|false|on|off|yes|no"));
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
    }

    private static String pythonName(String type) {
        return switch (type) {
            case "number" -> "float";
            case "string" -> "str";
            case "boolean" -> "bool";
            case "array" -> "list";
            case "object" -> "dict";
            default -> type;
        };
    }
}
