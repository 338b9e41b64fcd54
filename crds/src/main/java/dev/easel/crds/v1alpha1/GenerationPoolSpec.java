package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The back ends, one slot each, and how their generators run. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerationPoolSpec(
        @JsonPropertyDescription(
                        "Active launches, Draining finishes what runs and launches nothing, Stopped"
                                + " launches nothing.")
                @Default("Active")
                PoolState state,
        @JsonPropertyDescription("One slot each: a back end works for one request at a time.")
                @Required
                @Size(min = 1, max = 16)
                List<Backend> backends,
        @JsonPropertyDescription(
                        "Shared: language model and renderer share one GPU, so the language model is"
                                + " unloaded before the render. Separate: each has its own.")
                @Default("Shared")
                Memory memory,
        @JsonPropertyDescription("The generator's pod.") @Required Generator generator,
        @JsonPropertyDescription("How past use weighs in the queue's order.")
                @Nullable FairShare fairShare,
        @JsonPropertyDescription("Limits of the pool, in seconds.") @Nullable Timeouts timeouts) {
    /** One Ollama and one AUTOMATIC1111 that work for one request at a time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backend(
            @JsonPropertyDescription("The back end's and its slot's name.")
                    @Required
                    @Size(min = 1, max = 63)
                    @ValidationRule(
                            value = Cel.DNS_LABEL,
                            message =
                                    "spec.backends[].name must be at most 63 lower case letters,"
                                            + " digits and inner hyphens, for example gpu-0")
                    String name,
            @JsonPropertyDescription("Where AUTOMATIC1111 listens.")
                    @Required
                    @Size(min = 1, max = 512)
                    @ValidationRule(
                            value = Cel.PLAIN_URL,
                            message =
                                    "spec.backends[].automatic1111URL must be http:// or https://"
                                            + " with a host and without user, password, query or"
                                            + " white space, for example http://automatic1111:7860")
                    String automatic1111URL,
            @JsonPropertyDescription("Where Ollama listens.")
                    @Required
                    @Size(min = 1, max = 512)
                    @ValidationRule(
                            value = Cel.PLAIN_URL,
                            message =
                                    "spec.backends[].ollamaURL must be http:// or https:// with a"
                                            + " host and without user, password, query or white"
                                            + " space, for example http://ollama:11434")
                    String ollamaURL,
            @JsonPropertyDescription("The language model; absent means the installation's default.")
                    @Size(min = 1, max = 253)
                    @ValidationRule(
                            value = Cel.ONE_LINE,
                            message =
                                    "spec.backends[].ollamaModel must not contain control"
                                            + " characters: use the name as ollama list shows it")
                    @Nullable String ollamaModel) {}

    /** The generator's pod. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Generator(
            @JsonPropertyDescription("The generator's container image.")
                    @Required
                    @Size(min = 1, max = 512)
                    @ValidationRule(
                            value = "self.matches(r'^\\S+$')",
                            message =
                                    "spec.generator.image must not contain white space: give the"
                                            + " image's full name with its tag or digest")
                    String image,
            @JsonPropertyDescription("What the pod asks the scheduler for.")
                    @Default("{\"resource\":\"nvidia.com/gpu\",\"count\":1}")
                    @Nullable Gpu gpu,
            @JsonPropertyDescription("Labels that the node must have.") @Size(max = 32)
                    Map<String, String> nodeSelector,
            @JsonPropertyDescription("Taints that the pod tolerates.") @Size(max = 32)
                    List<Toleration> tolerations,
            @JsonPropertyDescription("The RuntimeClass of the pod.") @Size(max = 253)
                    @Nullable String runtimeClassName,
            @JsonPropertyDescription("Processor and memory of the pod.")
                    @Nullable ResourceRequirements resources) {
        public Generator {
            nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
            tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
        }
    }

    /** The extended resource that a generator's pod asks for, and how many of it. */
    public record Gpu(
            @JsonPropertyDescription("The extended resource, a shared or a logical one too.")
                    @Default("nvidia.com/gpu")
                    @Size(min = 1, max = 253)
                    @ValidationRule(
                            value =
                                    "self.matches("
                                            + "'^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]"
                                            + "([-A-Za-z0-9_.]*[A-Za-z0-9])?$')",
                            message =
                                    "spec.generator.gpu.resource must be the name of an extended"
                                            + " resource, for example nvidia.com/gpu")
                    String resource,
            @JsonPropertyDescription(
                            "How many; 0 asks for none, and only the slot keeps others out.")
                    @Default("1")
                    @Min(0)
                    @Max(16)
                    Integer count) {
        public static final Gpu DEFAULT = new Gpu("nvidia.com/gpu", 1);

        public Gpu {
            resource = resource == null ? "nvidia.com/gpu" : resource;
            count = count == null ? 1 : count;
        }
    }

    /** How fast past use is forgotten, and each tenant's weight as a decimal string. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FairShare(
            @JsonPropertyDescription("After so many seconds past use weighs half.")
                    @Default("3600")
                    @Min(60)
                    @Max(2_592_000)
                    @Nullable Integer halfLifeSeconds,
            @JsonPropertyDescription(
                            "A tenant's share beside the others' as a decimal string; absent means"
                                    + " 1.")
                    @Size(max = 100)
                    @ValidationRule(
                            value =
                                    "self.all(k, self[k].matches('^[0-9]{1,4}([.][0-9]{1,2})?$')"
                                            + " && double(self[k]) > 0.0)",
                            message =
                                    "spec.fairShare.weights must be decimal strings above 0 and"
                                            + " below 10000 with at most two decimals, for example"
                                            + " \"2.5\"")
                    Map<String, @Size(max = 16) String> weights) {
        public FairShare {
            weights = weights == null ? Map.of() : Map.copyOf(weights);
        }
    }

    /** Whole seconds. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Timeouts(
            @JsonPropertyDescription("How long a generator's pod may take to start.")
                    @Default("300")
                    @Min(1)
                    @Max(3_600)
                    @Nullable Integer startSeconds,
            @JsonPropertyDescription(
                            "After how many seconds the slot of a lost node is freed; absent means"
                                    + " never, until a person or the node comes back.")
                    @Min(1)
                    @Max(86_400)
                    @Nullable Integer nodeLossReleaseSeconds) {}

    public static final int START_SECONDS_DEFAULT = 300;
    public static final int HALF_LIFE_SECONDS_DEFAULT = 3_600;

    public GenerationPoolSpec {
        state = state == null ? PoolState.ACTIVE : state;
        backends = backends == null ? List.of() : List.copyOf(backends);
        memory = memory == null ? Memory.SHARED : memory;
    }
}
