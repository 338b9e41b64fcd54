package dev.easel.operator.launch;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generator's Job. It has ended at Complete or Failed only: the earlier FailureTarget and
 * SuccessCriteriaMet are set while pods may still run. {@code endMessage} is the controller's.
 */
public record SeenJob(
        String name,
        String uid,
        String ownerUid,
        int attempt,
        long token,
        @Nullable Instant createdAt,
        boolean deleting,
        boolean suspended,
        End end,
        String endMessage) {
    public enum End {
        NOT_YET,
        COMPLETE,
        FAILED,
        DEADLINE_EXCEEDED
    }

    public static SeenJob of(Job job) {
        var meta = job.getMetadata();
        var ending = ending(job);
        return new SeenJob(
                meta.getName(),
                meta.getUid() == null ? "" : meta.getUid(),
                meta.getOwnerReferences().stream()
                        .filter(o -> Boolean.TRUE.equals(o.getController()))
                        .map(OwnerReference::getUid)
                        .findFirst()
                        .orElse(""),
                (int) number(job, GeneratorJob.ATTEMPT),
                number(job, GeneratorJob.TOKEN),
                instant(meta.getCreationTimestamp()),
                meta.getDeletionTimestamp() != null,
                Boolean.TRUE.equals(job.getSpec().getSuspend()),
                ending == null ? End.NOT_YET : end(ending),
                ending == null || ending.getMessage() == null ? "" : ending.getMessage());
    }

    public boolean ended() {
        return end != End.NOT_YET;
    }

    private static @Nullable JobCondition ending(Job job) {
        var conditions =
                job.getStatus() == null || job.getStatus().getConditions() == null
                        ? List.<JobCondition>of()
                        : job.getStatus().getConditions();
        return conditions.stream()
                .filter(c -> "True".equals(c.getStatus()))
                .filter(c -> "Complete".equals(c.getType()) || "Failed".equals(c.getType()))
                .findFirst()
                .orElse(null);
    }

    private static End end(JobCondition condition) {
        if ("Complete".equals(condition.getType())) {
            return End.COMPLETE;
        }
        return "DeadlineExceeded".equals(condition.getReason())
                ? End.DEADLINE_EXCEEDED
                : End.FAILED;
    }

    private static long number(Job job, String label) {
        var labels = job.getMetadata().getLabels();
        var text = labels == null ? null : labels.get(label);
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static @Nullable Instant instant(@Nullable String timestamp) {
        try {
            return timestamp == null ? null : Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
