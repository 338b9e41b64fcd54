package dev.easel.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts of a reference page that follow from a definition. */
final class FieldTable {
    /** The pod's parts are Kubernetes' own; their pages are elsewhere. */
    private static final List<String> NOT_OURS =
            List.of("generator.resources", "generator.tolerations[]");

    private FieldTable() {}

    static String fields(JSONSchemaProps part) {
        var rows = new ArrayList<String>();
        rows.add("| field | value | default | meaning |");
        rows.add("|---|---|---|---|");
        addRows("", part, rows);
        return String.join("\n", rows);
    }

    private static void addRows(String prefix, JSONSchemaProps parent, List<String> rows) {
        if (parent.getProperties() == null || NOT_OURS.contains(prefix)) {
            return;
        }
        parent.getProperties()
                .forEach((name, field) -> {
                    var path = prefix.isEmpty() ? name : prefix + "." + name;
                    var required = parent.getRequired().contains(name);
                    rows.add(row(path, field, required));
                    if (field.getItems() != null) {
                        addRows(path + "[]", field.getItems().getSchema(), rows);
                    } else {
                        addRows(path, field, rows);
                    }
                });
    }

    private static String row(String path, JSONSchemaProps field, boolean required) {
        var name = required ? "**`" + path + "`**" : "`" + path + "`";
        var meaning = Objects.requireNonNull(field.getDescription(), path);
        return "| %s | %s | %s | %s |"
                .formatted(name, value(field), defaultOf(field.getDefault()), meaning);
    }

    private static String defaultOf(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return "`" + (value.isTextual() ? value.asText() : value.toString()) + "`";
    }

    private static String value(JSONSchemaProps field) {
        if (!field.getEnum().isEmpty()) {
            return field.getEnum().stream()
                    .map(word -> "`" + word.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if ("date-time".equals(field.getFormat())) {
            return "time";
        }
        return switch (Objects.requireNonNull(field.getType())) {
            case "string" ->
                    "string" + between(field.getMinLength(), field.getMaxLength(), "characters");
            case "integer" -> "integer" + between(field.getMinimum(), field.getMaximum(), "");
            case "array" -> "list" + between(field.getMinItems(), field.getMaxItems(), "");
            case "object" ->
                    field.getProperties() == null || field.getProperties().isEmpty()
                            ? "map" + between(null, field.getMaxProperties(), "")
                            : "object";
            default -> field.getType();
        };
    }

    private static String between(@Nullable Number min, @Nullable Number max, String unit) {
        if (min == null && max == null) {
            return "";
        }
        String text;
        if (min == null) {
            text = " up to " + plain(Objects.requireNonNull(max));
        } else {
            text =
                    max == null
                            ? ", at least " + plain(min)
                            : " " + plain(min) + " to " + plain(max);
        }
        return unit.isEmpty() ? text : text + " " + unit;
    }

    private static String plain(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }

    static String rules(JSONSchemaProps root) {
        var messages = new ArrayList<String>();
        addMessages(root, messages);
        return messages.stream().map(m -> "- " + m).collect(Collectors.joining("\n"));
    }

    private static void addMessages(JSONSchemaProps schema, List<String> messages) {
        schema.getXKubernetesValidations().forEach(rule -> messages.add(rule.getMessage()));
        if (schema.getItems() != null) {
            addMessages(schema.getItems().getSchema(), messages);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(child -> addMessages(child, messages));
        }
    }

    static String conditions(List<String> types) {
        var rows = new ArrayList<String>();
        rows.add("| condition | True | False | Unknown |");
        rows.add("|---|---|---|---|");
        for (var type : types) {
            rows.add(
                    "| `%s` | %s | %s | %s |"
                            .formatted(
                                    type,
                                    reasons(type, ConditionStatus.TRUE),
                                    reasons(type, ConditionStatus.FALSE),
                                    reasons(type, ConditionStatus.UNKNOWN)));
        }
        return String.join("\n", rows);
    }

    private static String reasons(String type, ConditionStatus status) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.fits(type, status))
                .map(Reason::word)
                .collect(Collectors.joining(", "));
    }
}
