package dev.easel.sandbox.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import dev.easel.sandbox.cluster.Directories;
import dev.easel.sandbox.cluster.Manifests;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The chart, installed or upgraded in one namespace. Definitions are applied by themselves each
 * time, since Helm installs them once and never again.
 */
public final class Installation {
    public static final String RELEASE = "easel";

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final Path chart;
    private final String namespace;

    /**
     * @param kubeconfig of the same cluster and rights as the client
     * @param chart the chart's directory
     */
    public Installation(KubernetesClient client, Path kubeconfig, Path chart, String namespace) {
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.chart = chart;
        this.namespace = namespace;
    }

    /** Makes the namespace, in which only pods of Pod Security "restricted" may run. */
    public void createNamespace() {
        var made =
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build();
        client.resource(made).forceConflicts().serverSideApply();
    }

    /** Creates or replaces a Secret. */
    public void putSecret(String name, Map<String, String> values) {
        var secret =
                new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(values)
                        .build();
        client.resource(secret).forceConflicts().serverSideApply();
    }

    /** Applies definitions and chart; returns when the API server has taken them all. */
    public void install(Map<String, Object> values) throws IOException {
        Manifests.apply(client, chart.resolve("crds"));
        var work = Files.createTempDirectory("easel-chart-");
        try {
            var file = Files.writeString(work.resolve("values.yaml"), yaml(values));
            new Helm(copyWithoutLinks(work.resolve("easel")))
                    .upgrade()
                    .install()
                    .withName(RELEASE)
                    .withNamespace(namespace)
                    .withKubeConfig(kubeconfig)
                    .withValuesFile(file)
                    .skipCrds()
                    .call();
        } finally {
            Directories.deleteRecursively(work);
        }
    }

    /** Helm follows links, but says so for each of them in the user's terminal. */
    private Path copyWithoutLinks(Path target) throws IOException {
        try (var files = Files.walk(chart)) {
            for (var file : files.toList()) {
                var copy = target.resolve(chart.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /** JSON is YAML. */
    private static String yaml(Map<String, Object> values) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(values);
    }
}
