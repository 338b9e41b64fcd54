package dev.easel.operator.launch;

import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Job of one attempt: one pod that Kubernetes never starts twice. Pure. */
public final class GeneratorJob {
    public static final String CONTAINER = "generator";
    public static final String REQUEST_UID = "easel.dev/request-uid";
    public static final String ATTEMPT = "easel.dev/attempt";
    public static final String TOKEN = "easel.dev/token";
    public static final String POOL = "easel.dev/pool";
    public static final String SLOT = "easel.dev/slot";
    public static final String REQUEST_NAME = "easel.dev/request-name";
    public static final String APP = "app.kubernetes.io/name";
    public static final String APP_VALUE = "easel-generator";

    private static final String TOKEN_DIRECTORY = "/var/run/secrets/easel";
    private static final long USER = 65_532L;
    private static final int TTL_SECONDS = 3_600;
    private static final long GRACE_SECONDS = 60L;
    private static final int FENCED_EXIT = 10;
    private static final int PERMANENT_EXIT = 11;

    /** What is the same for every Job of an installation. */
    public record Settings(
            String apiUrl, String serviceAccount, String imagePullPolicy, Duration deadlineSlack) {}

    /** What this attempt got. */
    public record Ticket(String slot, int attempt, long token) {}

    private GeneratorJob() {}

    /** One name for each attempt of a request, so that a second Job for it cannot exist. */
    public static String name(String requestUid, int attempt) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(requestUid.getBytes(StandardCharsets.UTF_8));
            return "easel-" + HexFormat.of().formatHex(hash, 0, 8) + "-" + attempt;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Map<String, String> labels(
            GenerationRequest request, GenerationPool pool, Ticket ticket) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(APP, APP_VALUE);
        labels.put(REQUEST_UID, request.getMetadata().getUid());
        labels.put(ATTEMPT, String.valueOf(ticket.attempt()));
        labels.put(TOKEN, String.valueOf(ticket.token()));
        labels.put(POOL, pool.getMetadata().getName());
        labels.put(SLOT, ticket.slot());
        return labels;
    }

    public static Job manifest(
            GenerationRequest request, GenerationPool pool, Ticket ticket, Settings settings) {
        var meta = request.getMetadata();
        var labels = labels(request, pool, ticket);
        var start = startTimeout(pool.getSpec());
        var runSeconds = request.getSpec().runTimeoutSeconds();
        return new JobBuilder()
                .withNewMetadata()
                .withName(name(meta.getUid(), ticket.attempt()))
                .withNamespace(meta.getNamespace())
                .withLabels(labels)
                .addToAnnotations(REQUEST_NAME, meta.getName())
                .addNewOwnerReference()
                .withApiVersion(request.getApiVersion())
                .withKind(request.getKind())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withCompletions(1)
                .withParallelism(1)
                .withPodReplacementPolicy("Failed")
                .withNewPodFailurePolicy()
                .withRules(failNeverReplace())
                .endPodFailurePolicy()
                .withTtlSecondsAfterFinished(TTL_SECONDS)
                // Only a belt: the operator ends a generator earlier, and says why.
                .withActiveDeadlineSeconds(
                        start.plusSeconds(runSeconds).plus(settings.deadlineSlack()).toSeconds())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .addToAnnotations(REQUEST_NAME, meta.getName())
                .endMetadata()
                .withSpec(pod(request, pool, ticket, settings))
                .endTemplate()
                .endSpec()
                .build();
    }

    public static Duration startTimeout(GenerationPoolSpec pool) {
        var timeouts = pool.timeouts();
        var seconds = timeouts == null ? null : timeouts.startSeconds();
        return Duration.ofSeconds(
                seconds == null ? GenerationPoolSpec.START_SECONDS_DEFAULT : seconds);
    }

    private static List<PodFailurePolicyRule> failNeverReplace() {
        return List.of(
                failJobOn(FENCED_EXIT),
                failJobOn(PERMANENT_EXIT),
                new PodFailurePolicyRuleBuilder()
                        .withAction("FailJob")
                        .addNewOnPodCondition("True", "DisruptionTarget")
                        .build());
    }

    private static PodFailurePolicyRule failJobOn(int exitCode) {
        return new PodFailurePolicyRuleBuilder()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(exitCode)
                .endOnExitCodes()
                .build();
    }

    private static PodSpec pod(
            GenerationRequest request, GenerationPool pool, Ticket ticket, Settings settings) {
        var generator = pool.getSpec().generator();
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withServiceAccountName(settings.serviceAccount())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withRuntimeClassName(generator.runtimeClassName())
                .withNodeSelector(
                        generator.nodeSelector().isEmpty() ? null : generator.nodeSelector())
                .withTolerations(generator.tolerations())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(request, pool, ticket, settings))
                .withVolumes(tokenVolume(), scratchVolume())
                .build();
    }

    private static Container container(
            GenerationRequest request, GenerationPool pool, Ticket ticket, Settings settings) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(pool.getSpec().generator().image())
                .withImagePullPolicy(settings.imagePullPolicy())
                .withEnv(
                        env("EASEL_API_URL", settings.apiUrl()),
                        env("EASEL_REQUEST_UID", request.getMetadata().getUid()),
                        env("EASEL_ATTEMPT", String.valueOf(ticket.attempt())),
                        env("EASEL_SLOT_TOKEN", String.valueOf(ticket.token())),
                        env("EASEL_TOKEN_FILE", TOKEN_DIRECTORY + "/token"),
                        env(
                                "EASEL_DEADLINE_SECONDS",
                                String.valueOf(request.getSpec().runTimeoutSeconds())),
                        env("EASEL_TERMINATION_LOG", "/dev/termination-log"))
                .withResources(resources(pool.getSpec().generator()))
                .withTerminationMessagePath("/dev/termination-log")
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("token")
                .withMountPath(TOKEN_DIRECTORY)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private static ResourceRequirements resources(GenerationPoolSpec.Generator generator) {
        var resources =
                generator.resources() == null
                        ? new ResourceRequirementsBuilder()
                        : new ResourceRequirementsBuilder(generator.resources());
        var gpu = generator.gpu() == null ? GenerationPoolSpec.Gpu.DEFAULT : generator.gpu();
        // An extended resource cannot be overcommitted: request and limit are one number.
        return gpu.count() == 0
                ? resources.build()
                : resources
                        .addToLimits(gpu.resource(), new Quantity(String.valueOf(gpu.count())))
                        .addToRequests(gpu.resource(), new Quantity(String.valueOf(gpu.count())))
                        .build();
    }

    private static Volume tokenVolume() {
        return new VolumeBuilder()
                .withName("token")
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken("easel-api", 3_600L, "token")
                .endSource()
                .endProjected()
                .build();
    }

    private static Volume scratchVolume() {
        return new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .withSizeLimit(new Quantity("512Mi"))
                .endEmptyDir()
                .build();
    }

    private static EnvVar env(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }
}
