package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds which slot. A slot without a {@code requestUID} is free. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(oldSelf.lastToken)"
                        + " || (has(self.lastToken) && self.lastToken >= oldSelf.lastToken)",
        fieldPath = ".lastToken",
        message = "status.lastToken cannot decrease or go away: read the pool again")
@ValidationRule(
        value =
                "!has(self.slots) || self.slots.all(s, !has(s.token)"
                        + " || (has(self.lastToken) && s.token <= self.lastToken))",
        fieldPath = ".slots",
        message =
                "status.slots[].token cannot be higher than status.lastToken: write both in one"
                        + " update")
public record GenerationPoolStatus(
        @JsonPropertyDescription("The metadata.generation that the operator acted on.") @Min(0)
                @Nullable Long observedGeneration,
        @JsonPropertyDescription("One for each back end; one without requestUID is free.")
                @Size(max = 32)
                List<Slot> slots,
        @JsonPropertyDescription("The last fencing token that was given out; it only rises.")
                @Min(0)
                @Nullable Long lastToken,
        @JsonPropertyDescription("Decayed use of the GPU by requester.")
                @Size(max = GenerationPoolStatus.USAGE_MAX)
                List<Usage> usage,
        @JsonPropertyDescription("Ready and BackendAvailable.") @Size(max = 16)
                List<Condition> conditions) {
    public static final int USAGE_MAX = 500;

    public static final GenerationPoolStatus EMPTY =
            new GenerationPoolStatus(null, List.of(), null, List.of(), List.of());

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Slot(
            @JsonPropertyDescription("The back end's name.") @Required @Size(min = 1, max = 63)
                    String name,
            @JsonPropertyDescription("The UID of the request that holds the slot.") @Size(max = 64)
                    @Nullable String requestUID,
            @JsonPropertyDescription("That request's name.") @Size(max = 253)
                    @Nullable String requestName,
            @JsonPropertyDescription("That request's attempt.") @Min(1) @Max(1000)
                    @Nullable Integer attempt,
            @JsonPropertyDescription("The fencing token that came with the slot.") @Min(1)
                    @Nullable Long token,
            @JsonPropertyDescription("Since when it is held.") @Size(max = 64)
                    @Nullable String acquireTime) {}

    /** Decayed use: {@code gpuSeconds} is a decimal string, true at {@code time}. */
    public record Usage(
            @JsonPropertyDescription("The requester's tenant.") @Required @Size(max = 64)
                    String tenant,
            @JsonPropertyDescription("The requester within the tenant.") @Required @Size(max = 64)
                    String userID,
            @JsonPropertyDescription("Seconds of GPU, decayed, as a decimal string.")
                    @Required
                    @Size(max = 32)
                    @ValidationRule(
                            value = "self.matches('^[0-9]{1,12}([.][0-9]{1,6})?$')",
                            message =
                                    "status.usage[].gpuSeconds must be a decimal string of 0 or"
                                            + " more, for example \"40.5\"")
                    String gpuSeconds,
            @JsonPropertyDescription("When that was true.") @Required @Size(max = 64)
                    String time) {}

    public GenerationPoolStatus {
        slots = slots == null ? List.of() : List.copyOf(slots);
        usage = usage == null ? List.of() : List.copyOf(usage);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    public Optional<Slot> slot(String name) {
        return slots.stream().filter(s -> s.name().equals(name)).findFirst();
    }
}
