package dev.easel.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratorJobTest {
    private static final String UID = "11111111-2222-3333-4444-555555555555";
    private static final GeneratorJob.Ticket TICKET = new GeneratorJob.Ticket("gpu-0", 2, 7);
    private static final GeneratorJob.Settings SETTINGS =
            new GeneratorJob.Settings(
                    "http://easel-api:8080",
                    "easel-generator",
                    "IfNotPresent",
                    Duration.ofMinutes(2));

    private static Job job(String generator) {
        var request =
                Serialization.unmarshal(
                        """
                        metadata: {name: lighthouse, namespace: easel, uid: %s}
                        spec: {instruction: a lighthouse, runTimeoutSeconds: 600}
                        """
                                .formatted(UID),
                        GenerationRequest.class);
        var pool =
                Serialization.unmarshal(
                        """
                        metadata: {name: default, namespace: easel}
                        spec:
                          backends: [{name: gpu-0, automatic1111URL: "http://a", ollamaURL: "http://o"}]
                          generator: %s
                        """
                                .formatted(generator),
                        GenerationPool.class);
        return GeneratorJob.manifest(request, pool, TICKET, SETTINGS);
    }

    private static Job job() {
        return job("{image: 'generator:1'}");
    }

    private static Container container(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    @Test
    void neverLetsKubernetesStartASecondPod() {
        var spec = job().getSpec();

        assertThat(spec.getBackoffLimit()).isZero();
        assertThat(spec.getCompletions()).isOne();
        assertThat(spec.getParallelism()).isOne();
        assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(spec.getPodFailurePolicy().getRules())
                .allMatch(r -> "FailJob".equals(r.getAction()))
                .hasSize(3);
        assertThat(spec.getTtlSecondsAfterFinished()).isGreaterThanOrEqualTo(3_600);
    }

    @Test
    void isNamedAfterRequestAndAttemptAlone() {
        assertThat(job().getMetadata().getName()).isEqualTo(GeneratorJob.name(UID, 2));
        assertThat(GeneratorJob.name(UID, 2)).isNotEqualTo(GeneratorJob.name(UID, 3));
        assertThat(GeneratorJob.name(UID, 2)).matches("[a-z0-9-]{1,63}");
    }

    @Test
    void belongsToItsRequestAndCarriesItsLabelsOnThePodToo() {
        var job = job();
        var owner = job.getMetadata().getOwnerReferences().getFirst();

        assertThat(owner.getUid()).isEqualTo(UID);
        assertThat(owner.getController()).isTrue();
        assertThat(owner.getBlockOwnerDeletion()).isTrue();
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(job.getMetadata().getLabels())
                .containsEntry("easel.dev/request-uid", UID)
                .containsEntry("easel.dev/attempt", "2")
                .containsEntry("easel.dev/token", "7")
                .containsEntry("easel.dev/pool", "default")
                .containsEntry("easel.dev/slot", "gpu-0")
                .containsEntry("app.kubernetes.io/name", "easel-generator");
    }

    @Test
    void tellsTheGeneratorWhatItNeeds() {
        Map<String, String> env =
                container(job()).getEnv().stream()
                        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));

        assertThat(env)
                .containsEntry("EASEL_API_URL", "http://easel-api:8080")
                .containsEntry("EASEL_REQUEST_UID", UID)
                .containsEntry("EASEL_ATTEMPT", "2")
                .containsEntry("EASEL_SLOT_TOKEN", "7")
                .containsEntry("EASEL_TOKEN_FILE", "/var/run/secrets/easel/token")
                .containsEntry("EASEL_DEADLINE_SECONDS", "600");
    }

    @Test
    void hasNoRightsInTheClusterAndNoneOnTheNode() {
        var pod = job().getSpec().getTemplate().getSpec();
        var security = container(job()).getSecurityContext();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        var token = pod.getVolumes().getFirst().getProjected().getSources().getFirst();
        assertThat(token.getServiceAccountToken().getAudience()).isEqualTo("easel-api");
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(60);
    }

    @Test
    void asksForTheGpuOfItsPool() {
        assertThat(container(job()).getResources().getLimits())
                .containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(
                        container(job("{image: i, gpu: {resource: easel.dev/slot, count: 2}}"))
                                .getResources()
                                .getLimits())
                .containsOnly(Map.entry("easel.dev/slot", new Quantity("2")));
        assertThat(container(job("{image: i, gpu: {count: 0}}")).getResources().getLimits())
                .isEmpty();
    }

    @Test
    void noticesWhatTheApiServerDropped() {
        var sent = job();
        var stored = new JobBuilder(sent).editSpec().withPodReplacementPolicy(null).endSpec();

        assertThat(Fields.dropped(sent, sent)).isEmpty();
        assertThat(Fields.dropped(sent, stored.build()))
                .containsExactly("spec.podReplacementPolicy");
    }

    @Test
    void adoptsOnlyTheSameAttemptOfTheSameOwnerUnderTheSameToken() {
        var seen = SeenJob.of(job());

        assertThat(Takeover.decide(seen, UID, TICKET)).isEqualTo(new Takeover.Adopt());
        assertThat(Takeover.decide(seen, "another", TICKET)).isInstanceOf(Takeover.Refuse.class);
        assertThat(Takeover.decide(seen, UID, new GeneratorJob.Ticket("gpu-0", 2, 8)))
                .isInstanceOf(Takeover.Refuse.class);
        assertThat(Takeover.decide(seen, UID, new GeneratorJob.Ticket("gpu-0", 3, 7)))
                .isInstanceOf(Takeover.Refuse.class);
    }

    @Test
    void readsAReceiptAndNothingElse() {
        assertThat(Receipt.parse("{\"token\":7,\"code\":13,\"reason\":\"RendererError\"}"))
                .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo("RendererError"));
        assertThat(Receipt.parse("{\"level\":\"ERROR\"}")).isEmpty();
        assertThat(Receipt.parse("{ broken")).isEmpty();
        assertThat(Receipt.parse("some log line")).isEmpty();
        assertThat(Receipt.parse(null)).isEmpty();
    }
}
