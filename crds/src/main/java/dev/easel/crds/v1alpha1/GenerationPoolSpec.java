package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The back ends, one slot each, and how their generators run. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerationPoolSpec(
        PoolState state,
        List<Backend> backends,
        Memory memory,
        Generator generator,
        @Nullable FairShare fairShare,
        @Nullable Timeouts timeouts) {
    /** One Ollama and one AUTOMATIC1111 that work for one request at a time. */
    public record Backend(
            String name, String automatic1111URL, String ollamaURL, @Nullable String ollamaModel) {}

    /** The generator's pod. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Generator(
            String image,
            @Nullable Gpu gpu,
            Map<String, String> nodeSelector,
            List<Toleration> tolerations,
            @Nullable String runtimeClassName,
            @Nullable ResourceRequirements resources) {
        public Generator {
            nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
            tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
        }
    }

    /** The extended resource that a generator's pod asks for, and how many of it. */
    public record Gpu(String resource, Integer count) {
        public static final Gpu DEFAULT = new Gpu("nvidia.com/gpu", 1);

        public Gpu {
            resource = resource == null ? "nvidia.com/gpu" : resource;
            count = count == null ? 1 : count;
        }
    }

    /** How fast past use is forgotten, and each tenant's weight as a decimal string. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FairShare(@Nullable Integer halfLifeSeconds, Map<String, String> weights) {
        public FairShare {
            weights = weights == null ? Map.of() : Map.copyOf(weights);
        }
    }

    /** Whole seconds. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Timeouts(
            @Nullable Integer startSeconds, @Nullable Integer nodeLossReleaseSeconds) {}

    public static final int START_SECONDS_DEFAULT = 300;

    public GenerationPoolSpec {
        state = state == null ? PoolState.ACTIVE : state;
        backends = backends == null ? List.of() : List.copyOf(backends);
        memory = memory == null ? Memory.SHARED : memory;
    }
}
