package dev.easel.crds.manifest;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Adds what the annotations cannot say: how lists are merged, which fields of a request are frozen,
 * the order of the columns, the format of times.
 */
final class CrdCompletion {
    /** A list that is a map has its key here; every other list belongs to one writer as a whole. */
    private static final Map<String, String> LIST_MAP_KEYS =
            Map.of(
                    "GenerationRequest.spec.parameters.loras", "name",
                    "GenerationRequest.status.conditions", "type",
                    "GenerationRequest.status.attempts", "number",
                    "GenerationRequest.status.images", "index",
                    "GenerationPool.spec.backends", "name",
                    "GenerationPool.status.conditions", "type",
                    "GenerationPool.status.slots", "name");

    private static final Set<String> MUTABLE =
            Set.of("desiredState", "priority", "ttlSecondsAfterFinished");

    private static final Set<String> TIMES =
            Set.of(
                    "lastTransitionTime",
                    "startTime",
                    "completionTime",
                    "endTime",
                    "acquireTime",
                    "time");

    private CrdCompletion() {}

    static CustomResourceDefinition complete(CustomResourceDefinition definition) {
        var kind = definition.getSpec().getNames().getKind();
        var version = definition.getSpec().getVersions().getFirst();
        var root = version.getSchema().getOpenAPIV3Schema();
        walk(kind, root);
        root.setRequired(List.of("spec"));
        if (kind.equals("GenerationRequest")) {
            root.setDescription("What a user asked for. The queue is the set of these.");
            freeze(Objects.requireNonNull(root.getProperties().get("spec")));
            version.setAdditionalPrinterColumns(requestColumns());
        } else {
            root.setDescription("The slots: one for each back end, and who holds them.");
            version.setAdditionalPrinterColumns(poolColumns());
        }
        return definition;
    }

    private static void walk(String path, JSONSchemaProps schema) {
        // The generator finds a record component's rules twice, on its field and on its accessor.
        var rules = schema.getXKubernetesValidations();
        if (rules != null) {
            schema.setXKubernetesValidations(rules.stream().distinct().toList());
        }
        if ("array".equals(schema.getType())) {
            var key = LIST_MAP_KEYS.get(path);
            schema.setXKubernetesListType(key == null ? "atomic" : "map");
            if (key != null) {
                schema.setXKubernetesListMapKeys(List.of(key));
            }
            walk(path + "[]", schema.getItems().getSchema());
        }
        var properties = schema.getProperties();
        if (properties != null) {
            properties.forEach((name, property) -> {
                if (TIMES.contains(name)) {
                    property.setFormat("date-time");
                }
                walk(path + "." + name, property);
            });
        }
    }

    /** On the parent, since a rule on an optional field does not see that field's removal. */
    private static void freeze(JSONSchemaProps spec) {
        var rules = new ArrayList<>(spec.getXKubernetesValidations());
        for (var field : spec.getProperties().keySet()) {
            if (!MUTABLE.contains(field)) {
                rules.add(frozen(field));
            }
        }
        spec.setXKubernetesValidations(rules);
    }

    private static ValidationRule frozen(String field) {
        var rule = new ValidationRule();
        rule.setRule(
                "has(self.%1$s) == has(oldSelf.%1$s) && (!has(self.%1$s) || self.%1$s == oldSelf.%1$s)"
                        .formatted(field));
        rule.setFieldPath("." + field);
        rule.setMessage(
                "spec.%s cannot change after creation: create a new request instead"
                        .formatted(field));
        return rule;
    }

    private static List<CustomResourceColumnDefinition> requestColumns() {
        return List.of(
                column("POOL", "string", ".spec.poolRef.name", 0),
                column("PRIO", "integer", ".spec.priority", 0),
                column("SUCCEEDED", "string", condition("Succeeded", "status"), 0),
                column("REASON", "string", condition("Succeeded", "reason"), 0),
                column("PROGRESS", "integer", ".status.progress.percent", 0),
                column("ATTEMPT", "integer", ".status.attempt", 0),
                column("USER", "string", ".spec.requester.userID", 1),
                column("JOB", "string", ".status.jobRef.name", 1),
                column("AGE", "date", ".metadata.creationTimestamp", 0));
    }

    private static List<CustomResourceColumnDefinition> poolColumns() {
        return List.of(
                column("STATE", "string", ".spec.state", 0),
                column("READY", "string", condition("Ready", "status"), 0),
                column("REASON", "string", condition("Ready", "reason"), 0),
                column("BACKEND", "string", condition("BackendAvailable", "status"), 0),
                column("HOLDERS", "string", ".status.slots[*].requestName", 0),
                column("TOKEN", "integer", ".status.lastToken", 1),
                column("AGE", "date", ".metadata.creationTimestamp", 0));
    }

    private static String condition(String type, String part) {
        return ".status.conditions[?(@.type==\"%s\")].%s".formatted(type, part);
    }

    private static CustomResourceColumnDefinition column(
            String name, String type, String jsonPath, int priority) {
        var column = new CustomResourceColumnDefinition();
        column.setName(name);
        column.setType(type);
        column.setJsonPath(jsonPath);
        column.setPriority(priority == 0 ? null : priority);
        return column;
    }
}
