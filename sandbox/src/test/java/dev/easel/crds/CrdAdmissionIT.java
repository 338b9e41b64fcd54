package dev.easel.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.easel.sandbox.cluster.Checkout;
import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may write what, with every right that RBAC can give, so that only the policy speaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdAdmissionIT {
    private static final String NAMESPACE = "crd-admission";
    private static final String CONDITION =
            "conditions: [{type: %s, status: 'True', reason: Any, message: '',"
                    + " lastTransitionTime: '2026-01-02T03:04:05Z'}]";

    private final AtomicInteger objects = new AtomicInteger();
    private CrdNamespace namespace;
    private List<HasMetadata> policies;

    @BeforeAll
    void open() throws IOException {
        namespace = CrdNamespace.open(NAMESPACE);
        var file =
                Checkout.current()
                        .customResourceDefinitions()
                        .resolve("admission/easel-writers.yaml");
        try (var stream = Files.newInputStream(file)) {
            policies = namespace.client().load(stream).items();
        }
        for (var policy : policies) {
            if (policy instanceof ValidatingAdmissionPolicyBinding binding) {
                onlyHere(binding);
            }
            namespace.client().resource(policy).serverSideApply();
        }
        // The API server compiles policies in the background; until then it lets everyone write.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !refusal("admin", "attempt: 1").isEmpty());
    }

    @AfterAll
    void close() {
        policies.forEach(policy -> namespace.client().resource(policy).delete());
        namespace.close();
    }

    /** The control plane is shared, and other tests write status as they like. */
    private static void onlyHere(ValidatingAdmissionPolicyBinding binding) {
        binding.getSpec()
                .setMatchResources(
                        new MatchResourcesBuilder()
                                .withNewNamespaceSelector()
                                .withMatchLabels(Map.of("kubernetes.io/metadata.name", NAMESPACE))
                                .endNamespaceSelector()
                                .build());
    }

    @ParameterizedTest(name = "{0} writes {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    easel-operator | attempt: 1                                  | -
                    easel-operator | Succeeded                                   | -
                    easel-operator | Admitted                                    | -
                    easel-operator | failure: {reason: RenderTimeout, message: m} | -
                    easel-operator | Accepted                                    | easel-operator may not write
                    easel-operator | Delivered                                   | easel-operator may not write
                    easel-operator | progress: {phase: Rendering, percent: 1}    | easel-operator may not write
                    easel-api      | progress: {phase: Rendering, percent: 1}    | -
                    easel-api      | resolved: {model: m}                        | -
                    easel-api      | Accepted                                    | -
                    easel-api      | ResultStored                                | -
                    easel-api      | Succeeded                                   | easel-api may write only
                    easel-api      | attempt: 1                                  | easel-api may write only
                    easel-api      | delivery: {threadID: '1'}                   | easel-api may write only
                    easel-bot      | delivery: {threadID: '1'}                   | -
                    easel-bot      | Delivered                                   | -
                    easel-bot      | Accepted                                    | easel-bot may write only
                    easel-bot      | attempt: 1                                  | easel-bot may write only
                    easel-generator | attempt: 1                                 | status is written by Easel itself
                    admin          | attempt: 1                                  | status is written by Easel itself
                    """)
    void letsEachWriterWriteItsOwnPartOfStatus(String writer, String part, String says) {
        var status = part.contains(":") ? part : CONDITION.formatted(part);

        assertThat(refusal(writer, status)).contains(says == null ? "" : says);
        assertThat(refusal(writer, status).isEmpty()).isEqualTo(says == null);
    }

    @ParameterizedTest(name = "{0} changes a pool''s status: {1}")
    @CsvSource({"easel-operator, true", "easel-api, false", "admin, false"})
    void letsOnlyTheOperatorWriteAPoolsStatus(String writer, boolean allowed) {
        var pool =
                CrdNamespace.object(
                        "GenerationPool",
                        "pool-" + objects.incrementAndGet(),
                        "spec: {backends: ["
                                + BadCreation.BACKEND
                                + "], generator: {image: i}}\nstatus: {lastToken: 1}");
        namespace.on(pool).create();

        try (var client = as(writer)) {
            if (allowed) {
                assertThat(namespace.on(client, pool).updateStatus()).isNotNull();
            } else {
                assertThat(CrdNamespace.refusal(() -> namespace.on(client, pool).updateStatus()))
                        .containsAnyOf("status of a pool is written by", "status is written by");
            }
        }
    }

    @ParameterizedTest(name = "{0} creates a request from {1}: {2}")
    @CsvSource({
        "easel-bot, Discord, true",
        "easel-api, API, true",
        "easel-operator, Discord, false",
        "admin, Discord, false",
        "admin, API, false",
        "admin, Kubectl, true"
    })
    void letsOnlyTheDoorsNameThemselves(String writer, String source, boolean allowed) {
        var request =
                CrdNamespace.object(
                        "GenerationRequest",
                        "from",
                        "spec: {instruction: x, requester: {source: " + source + "}}");

        try (var client = as(writer)) {
            if (allowed) {
                assertThat(namespace.on(client, request).dryRun().create()).isNotNull();
            } else {
                assertThat(
                                CrdNamespace.refusal(
                                        () -> namespace.on(client, request).dryRun().create()))
                        .contains("spec.requester.source " + source + " may only be set by Easel");
            }
        }
    }

    /** Empty if the API server takes it. */
    private String refusal(String writer, String status) {
        var request =
                CrdNamespace.object(
                        "GenerationRequest",
                        "request-" + objects.incrementAndGet(),
                        "spec: {instruction: x}");
        namespace.on(request).create();
        request.getAdditionalProperties().putAll(statusOnly(status).getAdditionalProperties());
        try (var client = as(writer)) {
            namespace.on(client, request).updateStatus();
            return "";
        } catch (KubernetesClientException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static GenericKubernetesResource statusOnly(String status) {
        return CrdNamespace.object("GenerationRequest", "any", "status: {" + status + "}");
    }

    /** The group gives all rights, so that nothing but the policy refuses. */
    private KubernetesClient as(String writer) {
        var config = new ConfigBuilder(TestControlPlane.shared().config());
        if (!writer.equals("admin")) {
            config.withImpersonateUsername("system:serviceaccount:" + NAMESPACE + ":" + writer)
                    .withImpersonateGroups("system:masters");
        }
        return new KubernetesClientBuilder().withConfig(config.build()).build();
    }
}
