package dev.easel.crds;

import dev.easel.sandbox.cluster.Checkout;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The rules of the committed definitions. */
final class Rules {
    private Rules() {}

    static List<CustomResourceDefinition> definitions() throws IOException {
        try (var files = Files.list(Checkout.current().customResourceDefinitions())) {
            var definitions = new ArrayList<CustomResourceDefinition>();
            for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                definitions.add(
                        Serialization.unmarshal(
                                Files.readString(file), CustomResourceDefinition.class));
            }
            return definitions;
        }
    }

    static List<String> messages(CustomResourceDefinition definition) {
        var messages = new ArrayList<String>();
        collect(
                definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(),
                messages);
        return messages;
    }

    private static void collect(JSONSchemaProps schema, List<String> messages) {
        schema.getXKubernetesValidations().forEach(rule -> messages.add(rule.getMessage()));
        if (schema.getItems() != null) {
            collect(schema.getItems().getSchema(), messages);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(child -> collect(child, messages));
        }
    }
}
