package dev.easel.api.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.audit.Audit;
import dev.easel.api.http.QueryFields;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.crds.v1alpha1.RequestSource;
import dev.easel.crds.v1alpha1.Requester;
import dev.easel.crds.v1alpha1.Research;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.RequestStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database keeps of a resource as it was at one resource version. */
public record Snapshot(
        UUID requestUid,
        String name,
        long resourceVersion,
        long generation,
        @Nullable String bodySha256,
        String action,
        @Nullable String instruction,
        String parameters,
        String research,
        String source,
        @Nullable UUID sourceRequestUid,
        @Nullable Integer sourceImageIndex,
        String tenant,
        String userId,
        String threadId,
        @Nullable String locale,
        String pool,
        int priority,
        String desiredState,
        String status,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String delivery,
        @Nullable String posted,
        boolean delivered,
        String caller,
        @Nullable String canceller,
        @Nullable String cancelledBy,
        Instant createdAt) {
    static final String BODY_SHA256 = "easel.dev/body-sha256";

    /** Which credential asked api for it; only api's own resources are believed. */
    static final String CALLER = "easel.dev/caller";

    private static final int CALLER_CHARS_MAX = 256;

    static Snapshot of(GenerationRequest resource) {
        var meta = resource.getMetadata();
        var spec = resource.getSpec();
        var requester =
                Optional.ofNullable(spec.requester())
                        .orElse(new Requester(RequestSource.KUBECTL, null, null, null));
        var from = spec.source();
        var source = requester.source() == null ? RequestSource.KUBECTL : requester.source();
        // A resource that is being deleted is on its way out whatever its spec says.
        var desired =
                meta.getDeletionTimestamp() == null ? spec.desiredState() : DesiredState.CANCELLED;
        var now = standing(resource);
        var status = status(resource);
        return new Snapshot(
                UUID.fromString(meta.getUid()),
                meta.getName(),
                Long.parseLong(meta.getResourceVersion()),
                meta.getGeneration() == null ? 1 : meta.getGeneration(),
                bodySha256(meta.getAnnotations()),
                word(spec.action()),
                spec.instruction(),
                json(spec.parameters()),
                word(spec.research() == null ? Research.DISABLED : spec.research()),
                word(source),
                from == null ? null : UUID.fromString(from.requestID()),
                from == null ? null : from.imageIndex(),
                orEmpty(requester.tenant()),
                orEmpty(requester.userID()),
                orEmpty(spec.threadID()),
                requester.locale(),
                spec.poolRef().name(),
                spec.priority(),
                word(desired),
                word(now.status()),
                now.reason(),
                now.message(),
                spec.delivery() == null ? null : json(spec.delivery().discord()),
                status.delivery() == null ? null : json(status.delivery()),
                isDelivered(status),
                caller(source, meta.getAnnotations()),
                meta.getDeletionTimestamp() == null ? canceller(resource) : null,
                cancelledBy(meta.getAnnotations()),
                Instant.parse(meta.getCreationTimestamp()));
    }

    /** The contract's word for where a request stands, and why. */
    record Standing(RequestStatus status, @Nullable String reason, @Nullable String message) {}

    static Standing standing(GenerationRequest resource) {
        var status = status(resource);
        var succeeded = status.condition(Condition.SUCCEEDED);
        if (succeeded.filter(c -> c.status() == ConditionStatus.TRUE).isPresent()) {
            return standing(RequestStatus.COMPLETED, succeeded.get());
        }
        if (succeeded.filter(c -> c.status() == ConditionStatus.FALSE).isPresent()) {
            var failure = status.failure();
            return failure == null
                    ? standing(RequestStatus.FAILED, succeeded.get())
                    : new Standing(RequestStatus.FAILED, failure.reason(), failure.message());
        }
        var accepted = status.condition(Condition.ACCEPTED);
        if (accepted.filter(c -> c.status() == ConditionStatus.FALSE).isPresent()) {
            return standing(RequestStatus.FAILED, accepted.get());
        }
        var admitted = status.condition(Condition.ADMITTED);
        if (admitted.filter(c -> c.status() == ConditionStatus.TRUE).isPresent()) {
            return standing(RequestStatus.PROCESSING, succeeded.orElse(admitted.get()));
        }
        return admitted.or(() -> succeeded)
                .map(c -> standing(RequestStatus.PENDING, c))
                .orElse(new Standing(RequestStatus.PENDING, Reason.PENDING.word(), null));
    }

    private static GenerationRequestStatus status(GenerationRequest resource) {
        return Optional.ofNullable(resource.getStatus()).orElse(GenerationRequestStatus.EMPTY);
    }

    /** The bot says so too where nothing was to be posted. */
    private static boolean isDelivered(GenerationRequestStatus status) {
        return status.condition(Condition.DELIVERED)
                .filter(c -> c.status() == ConditionStatus.TRUE)
                .isPresent();
    }

    private static Standing standing(RequestStatus status, Condition condition) {
        return new Standing(status, condition.reason(), condition.message());
    }

    /** The word of an enum as its JSON spells it. */
    static String word(Enum<?> value) {
        return Json.mapper().convertValue(value, String.class);
    }

    private static String json(@Nullable Object value) {
        try {
            return value == null ? "{}" : Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("parameters could not be written as JSON", e);
        }
    }

    private static @Nullable String bodySha256(@Nullable Map<String, String> annotations) {
        var value = annotations == null ? null : annotations.get(BODY_SHA256);
        return value != null && value.matches("[0-9a-f]{64}") ? value : null;
    }

    private static String caller(RequestSource source, @Nullable Map<String, String> annotations) {
        return switch (source) {
            case DISCORD -> Audit.BOT;
            case KUBECTL -> "";
            case API -> {
                var value = annotations == null ? null : annotations.get(CALLER);
                yield value == null || value.length() > CALLER_CHARS_MAX ? "" : value;
            }
        };
    }

    /** The field manager that wrote the cancelled state, as the API server noted it. */
    private static @Nullable String canceller(GenerationRequest resource) {
        var written = resource.getMetadata().getManagedFields();
        if (resource.getSpec().desiredState() != DesiredState.CANCELLED || written == null) {
            return null;
        }
        return written.stream()
                .filter(Snapshot::wroteDesiredState)
                .map(ManagedFieldsEntry::getManager)
                .findFirst()
                .orElse("");
    }

    private static @Nullable String cancelledBy(@Nullable Map<String, String> annotations) {
        var user = annotations == null ? null : annotations.get(GenerationRequest.CANCELLED_BY);
        return user == null || user.length() > QueryFields.ID_CHARS_MAX ? null : user;
    }

    private static boolean wroteDesiredState(ManagedFieldsEntry written) {
        return written.getFieldsV1() != null
                && written.getFieldsV1().getAdditionalProperties().get("f:spec")
                        instanceof Map<?, ?> spec
                && spec.containsKey("f:desiredState");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
