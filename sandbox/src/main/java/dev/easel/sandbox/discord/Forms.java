package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms (modals) that a bot opens, as a user sees them, and what sending one off says. */
final class Forms {
    static final int LABEL = 18;
    private static final int TEXT_INPUT = 4;
    private static final int TEXT_CHARS_MAX = 4000;

    private Forms() {}

    /** A form and its fields. */
    record Form(String customId, String title, List<Field> fields) {}

    /** One text field. */
    record Field(
            int labelId,
            int id,
            String customId,
            String label,
            @Nullable String value,
            boolean required,
            int charsMin,
            int charsMax) {}

    static Form of(JsonNode modal) {
        var fields = new ArrayList<Field>();
        int next = 1;
        for (var label : modal.path("components")) {
            var input = label.path("component");
            if (label.path("type").asInt() != LABEL || input.path("type").asInt() != TEXT_INPUT) {
                throw new IllegalArgumentException("this form has more than labelled text fields");
            }
            fields.add(
                    new Field(
                            label.path("id").asInt(next),
                            input.path("id").asInt(next + 1),
                            input.path("custom_id").asText(),
                            label.path("label").asText(),
                            input.hasNonNull("value") ? input.path("value").asText() : null,
                            input.path("required").asBoolean(true),
                            input.path("min_length").asInt(0),
                            input.path("max_length").asInt(TEXT_CHARS_MAX)));
            next += 2;
        }
        return new Form(
                modal.path("custom_id").asText(),
                modal.path("title").asText(),
                List.copyOf(fields));
    }

    /** What the client sends for the filled form; it refuses what the form does not allow. */
    static ObjectNode submission(Form form, Map<String, String> values) {
        for (var name : values.keySet()) {
            if (form.fields().stream().noneMatch(f -> f.customId().equals(name))) {
                throw new IllegalArgumentException("the form has no field called " + name);
            }
        }
        var data = Json.object().put("custom_id", form.customId());
        ArrayNode components = data.putArray("components");
        for (var field : form.fields()) {
            var value =
                    values.getOrDefault(
                            field.customId(), field.value() == null ? "" : field.value());
            var tooShort =
                    value.length() < field.charsMin() && (field.required() || !value.isEmpty());
            if (tooShort || value.length() > field.charsMax()) {
                throw new IllegalArgumentException(
                        field.customId()
                                + " takes "
                                + field.charsMin()
                                + " to "
                                + field.charsMax()
                                + " characters");
            }
            var label = components.addObject().put("type", LABEL).put("id", field.labelId());
            label.putObject("component")
                    .put("type", TEXT_INPUT)
                    .put("id", field.id())
                    .put("custom_id", field.customId())
                    .put("value", value);
        }
        return data;
    }
}
