package dev.easel.crds;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A namespace of the shared control plane with the definitions; objects are given as YAML. */
final class CrdNamespace implements AutoCloseable {
    private final String name;
    private final KubernetesClient client;

    private CrdNamespace(String name, KubernetesClient client) {
        this.name = name;
        this.client = client;
    }

    static CrdNamespace open(String name) {
        var controlPlane = TestControlPlane.shared();
        controlPlane.applyCustomResourceDefinitions();
        var client = controlPlane.client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .serverSideApply();
        return new CrdNamespace(name, client);
    }

    String name() {
        return name;
    }

    KubernetesClient client() {
        return client;
    }

    /** {@code parts} is YAML from the left margin: spec, and status where the test needs it. */
    static GenericKubernetesResource object(String kind, String name, String parts) {
        var yaml =
                "apiVersion: easel.dev/v1alpha1\nkind: %s\nmetadata: {name: %s}\n%s"
                        .formatted(kind, name, parts);
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }

    Resource<GenericKubernetesResource> on(GenericKubernetesResource object) {
        return on(client, object);
    }

    Resource<GenericKubernetesResource> on(
            KubernetesClient writer, GenericKubernetesResource object) {
        var context =
                new ResourceDefinitionContext.Builder()
                        .withGroup("easel.dev")
                        .withVersion("v1alpha1")
                        .withKind(object.getKind())
                        .withPlural(object.getKind().toLowerCase(Locale.ROOT) + "s")
                        .withNamespaced(true)
                        .build();
        return writer.genericKubernetesResources(context).inNamespace(name).resource(object);
    }

    /** What the API server says when it refuses. */
    static String refusal(Runnable write) {
        var refused = catchThrowableOfType(KubernetesClientException.class, write::run);
        if (refused == null) {
            throw new AssertionError("the API server took it");
        }
        return String.valueOf(refused.getMessage());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> part(GenericKubernetesResource object, String name) {
        return (Map<String, Object>)
                Objects.requireNonNull(object.getAdditionalProperties().get(name));
    }

    @Override
    public void close() {
        client.namespaces().withName(name).delete();
        client.close();
    }
}
