package dev.easel.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened. Three writers apply disjoint parts by server-side apply, each under its own field
 * manager: {@code easel-operator}, {@code easel-api}, {@code easel-bot}. Absent parts are left out
 * of the JSON, so that a writer never claims another's fields.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GenerationRequestStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable Integer attempt,
        @Nullable Admission admission,
        @Nullable JobRef jobRef,
        List<Attempt> attempts,
        @Nullable String startTime,
        @Nullable String completionTime,
        @Nullable Failure failure,
        @Nullable Progress progress,
        @Nullable Resolved resolved,
        List<Image> images,
        @Nullable DeliveryRecord delivery) {
    public static final GenerationRequestStatus EMPTY =
            new GenerationRequestStatus(
                    null, List.of(), null, null, null, List.of(), null, null, null, null, null,
                    List.of(), null);

    /** The slot that was reserved; {@code token} is the pool's fencing token, ever rising. */
    public record Admission(String pool, String slot, Long token, String time) {}

    public record JobRef(String name, @Nullable String uid) {}

    /** One try: charged attempts count against {@code maxAttempts}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Attempt(
            Integer number,
            Long token,
            String slot,
            String jobName,
            String startTime,
            @Nullable String endTime,
            @Nullable String reason,
            @Nullable Boolean charged) {}

    /** Why it ended badly, in words for the user; {@code id} finds the log lines. */
    public record Failure(String reason, String message, @Nullable String id) {}

    public record Progress(Phase phase, Integer percent) {}

    /** What the generator settled on, for people reading with kubectl. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Resolved(@Nullable String prompt, @Nullable Long seed, @Nullable String model) {}

    /** A stored image: {@code size} is bytes, {@code key} its name in the image store. */
    public record Image(Integer index, String sha256, Long size, String key) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DeliveryRecord(@Nullable String threadID, List<String> messageIDs) {
        public DeliveryRecord {
            messageIDs = messageIDs == null ? List.of() : List.copyOf(messageIDs);
        }
    }

    public GenerationRequestStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
        images = images == null ? List.of() : List.copyOf(images);
    }

    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }
}
