package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.DesiredState;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.util.Optional;

/** What a request is to its pool. Pure, and read from the request alone. */
public sealed interface Standing {
    /** Wants a slot for attempt {@code attempt}, from {@code notBefore} on. */
    record Waiting(int attempt, Instant notBefore) implements Standing {}

    /** Wants none: not checked yet, running, suspended, finished. */
    record Aside() implements Standing {}

    static Standing of(GenerationRequest request, Limits limits, Instant now) {
        var status = status(request);
        var spec = request.getSpec();
        var last = status.attempts().isEmpty() ? null : status.attempts().getLast();
        var wants =
                !request.isMarkedForDeletion()
                        && spec.desiredState() == DesiredState.ACTIVE
                        && is(status, Condition.ACCEPTED)
                        && !finished(status)
                        && !is(status, Condition.RESULT_STORED)
                        && (last == null
                                || last.endTime() != null
                                        && !Reason.EXITED.word().equals(last.reason()))
                        && createdAt(request).plusSeconds(spec.queueTimeoutSeconds()).isAfter(now);
        return wants
                ? new Waiting(
                        last == null ? 1 : last.number() + 1, limits.notBefore(status.attempts()))
                : new Aside();
    }

    /** True once the attempt under {@code token} will not act any more, as its request says. */
    static boolean over(GenerationRequest request, long token) {
        var status = status(request);
        return status.attempts().stream().anyMatch(a -> a.token() == token && a.endTime() != null);
    }

    /** True once nothing may be launched for the request, whatever its attempts say. */
    static boolean barred(GenerationRequest request) {
        return finishedOrDeleted(request)
                || request.getSpec().desiredState() != DesiredState.ACTIVE;
    }

    static boolean finishedOrDeleted(GenerationRequest request) {
        return request.isMarkedForDeletion() || finished(status(request));
    }

    static Optional<Reason> endingOf(GenerationRequest request, long token) {
        return status(request).attempts().stream()
                .filter(a -> a.token() == token)
                .findFirst()
                .flatMap(a -> Reason.of(a.reason() == null ? "" : a.reason()));
    }

    static GenerationRequestStatus status(GenerationRequest request) {
        var status = request.getStatus();
        return status == null ? GenerationRequestStatus.EMPTY : status;
    }

    static Instant createdAt(GenerationRequest request) {
        return Instant.parse(request.getMetadata().getCreationTimestamp());
    }

    private static boolean finished(GenerationRequestStatus status) {
        return status.condition(Condition.SUCCEEDED)
                .filter(c -> c.status() != ConditionStatus.UNKNOWN)
                .isPresent();
    }

    private static boolean is(GenerationRequestStatus status, String type) {
        return status.condition(type).filter(c -> c.status() == ConditionStatus.TRUE).isPresent();
    }
}
