package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds which slot. A slot without a {@code requestUID} is free. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerationPoolStatus(
        @Nullable Long observedGeneration,
        List<Slot> slots,
        @Nullable Long lastToken,
        List<Usage> usage,
        List<Condition> conditions) {
    public static final GenerationPoolStatus EMPTY =
            new GenerationPoolStatus(null, List.of(), null, List.of(), List.of());

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Slot(
            String name,
            @Nullable String requestUID,
            @Nullable String requestName,
            @Nullable Integer attempt,
            @Nullable Long token,
            @Nullable String acquireTime) {}

    /** Decayed use: {@code gpuSeconds} is a decimal string, true at {@code time}. */
    public record Usage(String tenant, String userID, String gpuSeconds, String time) {}

    public GenerationPoolStatus {
        slots = slots == null ? List.of() : List.copyOf(slots);
        usage = usage == null ? List.of() : List.copyOf(usage);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    public Optional<Slot> slot(String name) {
        return slots.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
