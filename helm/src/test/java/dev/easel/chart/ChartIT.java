package dev.easel.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.sandbox.chart.Installation;
import dev.easel.sandbox.cluster.TestControlPlane;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart on a real API server, without a node: what it takes in, and what it lets each do. */
class ChartIT {
    private static final String NAMESPACE = "chart-it";

    private static KubernetesClient client;

    @BeforeAll
    static void install() throws IOException {
        var cluster = TestControlPlane.shared();
        client = cluster.client();
        var installation =
                new Installation(client, cluster.kubeconfig(), ChartTest.CHART, NAMESPACE);
        installation.createNamespace();
        installation.install(Map.of("bot", Map.of("enabled", true)));
    }

    @AfterAll
    static void remove() {
        // These hold for all namespaces, and other tests write status as they like.
        for (var policy : List.of("easel-status-writers", "easel-request-sources")) {
            var registration = client.admissionRegistration().v1();
            registration.validatingAdmissionPolicyBindings().withName(policy).delete();
            registration.validatingAdmissionPolicies().withName(policy).delete();
        }
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    @Test
    void makesThePoolThatItsValuesDescribe() {
        var pool =
                client.resources(GenerationPool.class)
                        .inNamespace(NAMESPACE)
                        .withName("default")
                        .get();

        assertThat(pool.getSpec().backends()).singleElement().extracting("name").isEqualTo("gpu-0");
        assertThat(pool.getSpec().generator().gpu().resource()).isEqualTo("nvidia.com/gpu");
    }

    @ParameterizedTest(name = "pods of {0} pass Pod Security restricted")
    @CsvSource({"easel-operator", "easel-api", "easel-bot"})
    void makesPodsThatPodSecurityRestrictedLetsIn(String name) {
        var template =
                client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(name)
                        .get()
                        .getSpec()
                        .getTemplate();
        var pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName(name + "-probe")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build();

        // Admission refuses a pod that breaks the policy, dry run or not.
        assertThat(client.resource(pod).dryRun(true).create()).isNotNull();
    }

    @ParameterizedTest(name = "{0} may {1} {2}/{3}: {4}")
    @CsvSource({
        "easel-operator, create, batch, jobs, true",
        "easel-operator, patch, easel.dev, generationrequests/status, true",
        "easel-operator, update, easel.dev, generationpools/status, true",
        "easel-operator, patch, batch, jobs, false",
        "easel-operator, get, '', secrets, false",
        "easel-operator, create, '', pods, false",
        "easel-operator, create, easel.dev, generationrequests, false",
        "easel-api, create, easel.dev, generationrequests, true",
        "easel-api, create, authentication.k8s.io, tokenreviews, true",
        "easel-api, create, batch, jobs, false",
        "easel-api, patch, easel.dev, generationpools/status, false",
        "easel-api, get, '', secrets, false",
        "easel-bot, create, easel.dev, generationrequests, true",
        "easel-bot, patch, easel.dev, generationrequests/status, true",
        "easel-bot, get, '', secrets, false",
        "easel-bot, create, coordination.k8s.io, leases, true",
        "easel-bot, delete, coordination.k8s.io, leases, false",
        "easel-bot, create, '', configmaps, true",
        "easel-bot, get, '', configmaps, false",
        "easel-bot, get, easel.dev, generationpools, false",
        "easel-generator, get, easel.dev, generationrequests, false",
        "easel-generator, create, '', pods, false",
        "easel-generator, get, '', secrets, false"
    })
    void givesEachServiceAccountWhatItNeedsAndNoMore(
            String account, String verb, String group, String resource, boolean allowed) {
        assertThat(mayI(account, verb, group, resource)).isEqualTo(allowed);
    }

    @Test
    void givesTheGeneratorNoTokenOfTheClusterByItself() {
        var account =
                client.serviceAccounts().inNamespace(NAMESPACE).withName("easel-generator").get();

        assertThat(account.getAutomountServiceAccountToken()).isFalse();
    }

    private static boolean mayI(String account, String verb, String group, String resource) {
        var parts = resource.split("/", 2);
        var attributes =
                new ResourceAttributesBuilder()
                        .withNamespace(NAMESPACE)
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(parts[0])
                        .withSubresource(parts.length == 2 ? parts[1] : null)
                        .build();
        var review =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:" + NAMESPACE + ":" + account)
                        .withResourceAttributes(attributes)
                        .endSpec()
                        .build();
        return client.resource(review).create().getStatus().getAllowed();
    }
}
