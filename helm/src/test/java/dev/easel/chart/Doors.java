package dev.easel.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.RequestAccepted;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestStatus;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;

/** What a user does at the doors of a running Easel, and what becomes of it. */
final class Doors {
    static final Duration ONE_REQUEST_MAX = Duration.ofMinutes(3);

    private final RunningSandbox sandbox;

    Doors(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    RequestAccepted post(String instruction, GenerateInput.Parameters parameters)
            throws IOException, InterruptedException {
        return sandbox.api.generate(input(instruction, parameters), UUID.randomUUID().toString());
    }

    GenerateInput input(String instruction, GenerateInput.Parameters parameters) {
        return new GenerateInput(
                "g", "u", "t", instruction, false, "en", null, parameters, null, null);
    }

    String apply(String instruction) throws IOException, InterruptedException {
        var name = "kubectl-" + UUID.randomUUID().toString().substring(0, 8);
        sandbox.kubectl(
                """
                apiVersion: easel.dev/v1alpha1
                kind: GenerationRequest
                metadata: { name: %s }
                spec: { instruction: "%s" }
                """
                        .formatted(name, instruction),
                "apply",
                "-f",
                "-");
        return name;
    }

    NonNamespaceOperation<
                    GenerationRequest,
                    KubernetesResourceList<GenerationRequest>,
                    Resource<GenerationRequest>>
            requests() {
        return sandbox.client.resources(GenerationRequest.class).inNamespace("easel");
    }

    String nameOf(UUID uid) {
        return requests().list().getItems().stream()
                .filter(request -> request.getMetadata().getUid().equals(uid.toString()))
                .map(request -> request.getMetadata().getName())
                .findFirst()
                .orElseThrow();
    }

    RequestDetail detail(String name) throws IOException, InterruptedException {
        var uid = requests().withName(name).get().getMetadata().getUid();
        return sandbox.api.detail(UUID.fromString(uid));
    }

    RequestDetail finished(UUID request) {
        return await().atMost(ONE_REQUEST_MAX)
                .until(
                        () -> sandbox.api.detail(request),
                        detail ->
                                detail.status() == RequestStatus.COMPLETED
                                        || detail.status() == RequestStatus.FAILED);
    }

    Condition condition(String name, String type) {
        return requests().withName(name).get().getStatus().condition(type).orElseThrow();
    }

    void awaitSucceeded(String name) {
        await().atMost(ONE_REQUEST_MAX)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    var succeeded = condition(name, Condition.SUCCEEDED);
                    assertThat(succeeded.status())
                            .as("%s", succeeded)
                            .isEqualTo(ConditionStatus.TRUE);
                });
    }

    void awaitCondition(String name, String type) {
        await().atMost(ONE_REQUEST_MAX)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(condition(name, type).status()).isEqualTo(ConditionStatus.TRUE));
    }

    static void assertIsPicture(byte[] png, int width, int height) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image).isNotNull();
        assertThat(List.of(image.getWidth(), image.getHeight())).isEqualTo(List.of(width, height));
        assertThat(new String(png, StandardCharsets.ISO_8859_1)).contains("parameters", "Steps: ");
    }
}
