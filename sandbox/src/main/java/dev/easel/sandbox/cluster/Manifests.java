package dev.easel.sandbox.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Applies the YAML files of a directory. */
public final class Manifests {
    private static final int ESTABLISHED_SECONDS_MAX = 30;

    private Manifests() {}

    /**
     * Applies each {@code *.yaml} and {@code *.yml} by server-side apply, in the order of their
     * names, and returns when every custom resource definition among them is served.
     */
    public static void apply(KubernetesClient client, Path directory) throws IOException {
        var definitions = new ArrayList<CustomResourceDefinition>();
        for (var file : files(directory)) {
            try (var stream = Files.newInputStream(file)) {
                for (HasMetadata object : client.load(stream).items()) {
                    client.resource(object).forceConflicts().serverSideApply();
                    if (object instanceof CustomResourceDefinition definition) {
                        definitions.add(definition);
                    }
                }
            }
        }
        for (var definition : definitions) {
            client.resource(definition)
                    .waitUntilCondition(
                            Manifests::established, ESTABLISHED_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(
                            file -> {
                                var name = file.getFileName().toString();
                                return name.endsWith(".yaml") || name.endsWith(".yml");
                            })
                    .sorted()
                    .toList();
        }
    }

    @SuppressWarnings("NullAway") // The client's model leaves out what the server left out.
    private static boolean established(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Established")
                                        && condition.getStatus().equals("True"));
    }
}
