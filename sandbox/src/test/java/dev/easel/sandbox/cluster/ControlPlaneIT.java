package dev.easel.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneIT {
    private static final String EASEL =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: brushes.sandbox.easel.dev}
            spec:
              group: sandbox.easel.dev
              scope: Namespaced
              names: {plural: brushes, singular: brush, kind: Brush}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object}}
            """;

    private final TestControlPlane controlPlane = TestControlPlane.shared();

    @Test
    void servesADefinitionOnceItIsApplied(@TempDir Path manifests) throws IOException {
        Files.writeString(manifests.resolve("brush.yaml"), EASEL);

        controlPlane.apply(manifests);

        try (var client = controlPlane.client()) {
            assertThat(client.raw("/apis/sandbox.easel.dev/v1/brushes")).contains("BrushList");
        }
    }

    @Test
    void deniesAnAccountWithoutRights() {
        try (var admin = controlPlane.client()) {
            var namespace = "cp-denies";
            account(namespace, "nobody");
            var token = controlPlane.token(namespace, "nobody", List.of(), null);

            try (var client =
                    new KubernetesClientBuilder()
                            .withConfig(controlPlane.configWithToken(token))
                            .build()) {
                assertThatThrownBy(() -> client.secrets().inNamespace(namespace).list())
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                e -> assertThat(e.getCode()).isEqualTo(403));
            }
            admin.namespaces().withName(namespace).delete();
        }
    }

    @Test
    void bindsATokenToItsAudience() {
        var namespace = "cp-audience";
        account(namespace, "caller");
        var token = controlPlane.token(namespace, "caller", List.of("easel-api"), null);

        try (var admin = controlPlane.client()) {
            var review =
                    admin.tokenReviews()
                            .create(
                                    new TokenReviewBuilder()
                                            .withNewSpec()
                                            .withToken(token)
                                            .withAudiences("easel-api")
                                            .endSpec()
                                            .build());

            assertThat(review.getStatus().getAuthenticated()).isTrue();
            assertThat(review.getStatus().getUser().getUsername())
                    .isEqualTo("system:serviceaccount:cp-audience:caller");
            admin.namespaces().withName(namespace).delete();
        }
    }

    @Test
    void writesEachChangeToTheAuditLog() throws IOException {
        try (var admin = controlPlane.client()) {
            admin.configMaps()
                    .inNamespace("default")
                    .resource(
                            new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withGenerateName("audited-")
                                    .endMetadata()
                                    .build())
                    .create();
        }

        assertThat(Files.readString(controlPlane.auditLog()))
                .contains("\"verb\":\"create\"")
                .contains("\"resource\":\"configmaps\"")
                .doesNotContain("\"verb\":\"list\"");
    }

    @Test
    void leavesNothingWhenItStops(@TempDir Path temporary) throws IOException {
        var ledger = temporary.resolve("processes");
        var binary = ClusterBinary.ensure(Checkout.current(), System.getenv(), _ -> {});
        var spec = new ControlPlane.Spec(temporary.resolve("data"), "127.0.0.1", 0, false, false);
        ControlPlane.start(binary, spec, new Processes(ledger, temporary.resolve("logs")));
        var started = Processes.recorded(ledger);

        Processes.stopAll(ledger);

        assertThat(started).hasSize(3).noneMatch(ProcessIdentity::alive);
        assertThat(ledger).doesNotExist();
    }

    private void account(String namespace, String name) {
        try (var admin = controlPlane.client()) {
            admin.resource(
                            new NamespaceBuilder()
                                    .withNewMetadata()
                                    .withName(namespace)
                                    .endMetadata()
                                    .build())
                    .create();
            admin.resource(
                            new ServiceAccountBuilder()
                                    .withNewMetadata()
                                    .withNamespace(namespace)
                                    .withName(name)
                                    .endMetadata()
                                    .build())
                    .create();
        }
    }
}
