package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Admission;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.JobRef;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's part of a status, built from scratch for server-side apply: a field that is left
 * out here is given up. Used by one thread for one plan.
 */
final class StatusPatch {
    static final List<String> OWN_CONDITIONS =
            List.of(
                    Condition.SUCCEEDED,
                    Condition.ADMITTED,
                    Condition.GENERATOR_READY,
                    Condition.INTERRUPTED);

    private final long generation;
    private final Instant now;
    private final GenerationRequestStatus before;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final List<Attempt> attempts;
    private @Nullable Admission admission;
    private @Nullable JobRef jobRef;
    private @Nullable String startTime;
    private @Nullable String completionTime;
    private @Nullable Failure failure;

    StatusPatch(GenerationRequestStatus before, long generation, Instant now) {
        this.before = before;
        this.generation = generation;
        this.now = now;
        this.attempts = new ArrayList<>(before.attempts());
        this.jobRef = before.jobRef();
        this.startTime = before.startTime();
        firstVisit(Condition.SUCCEEDED, ConditionStatus.UNKNOWN, Reason.PENDING, "");
        firstVisit(Condition.ADMITTED, ConditionStatus.UNKNOWN, Reason.NOT_EVALUATED, "");
        firstVisit(
                Condition.GENERATOR_READY,
                ConditionStatus.FALSE,
                Reason.POD_PENDING,
                "No generator has been started yet.");
        firstVisit(Condition.INTERRUPTED, ConditionStatus.FALSE, Reason.NOT_INTERRUPTED, "");
    }

    /** What of {@code status} the operator owns: the same shape as {@link #build} answers. */
    static GenerationRequestStatus ownPart(GenerationRequestStatus status) {
        return new GenerationRequestStatus(
                status.observedGeneration(),
                OWN_CONDITIONS.stream().flatMap(t -> status.condition(t).stream()).toList(),
                status.attempt(),
                status.admission(),
                status.jobRef(),
                status.attempts(),
                status.startTime(),
                status.completionTime(),
                status.failure(),
                null,
                null,
                List.of(),
                null);
    }

    StatusPatch condition(String type, ConditionStatus status, Reason reason, String message) {
        conditions.put(
                type,
                Condition.next(
                        before.condition(type).orElse(null),
                        type,
                        status,
                        reason,
                        message,
                        generation,
                        now));
        return this;
    }

    StatusPatch succeeded(ConditionStatus status, Reason reason, String message) {
        return condition(Condition.SUCCEEDED, status, reason, message);
    }

    StatusPatch admitted(ConditionStatus status, Reason reason, String message) {
        return condition(Condition.ADMITTED, status, reason, message);
    }

    StatusPatch generator(ConditionStatus status, Reason reason, String message) {
        return condition(Condition.GENERATOR_READY, status, reason, message);
    }

    StatusPatch interrupted(Reason reason, String message) {
        return condition(Condition.INTERRUPTED, ConditionStatus.TRUE, reason, message);
    }

    /** The attempt under {@code token}; begun now if it is not known yet. */
    Attempt open(Observed.Hold hold, String jobName) {
        if (startTime == null) {
            startTime = hold.since().toString();
        }
        admission = new Admission(hold.pool(), hold.slot(), hold.token(), hold.since().toString());
        return attempt(hold.token())
                .orElseGet(() -> {
                    var begun =
                            new Attempt(
                                    hold.attempt(),
                                    hold.token(),
                                    hold.slot(),
                                    jobName,
                                    hold.since().toString(),
                                    null,
                                    null,
                                    null);
                    attempts.add(begun);
                    return begun;
                });
    }

    void job(String name, String uid) {
        jobRef = new JobRef(name, uid);
    }

    /** Notes why the attempt is being ended, so that whoever takes over ends it alike. */
    Attempt stopping(Attempt attempt, Reason reason) {
        return replace(attempt, null, reason, null);
    }

    Attempt end(Attempt attempt, Reason reason, boolean charged) {
        admission = null;
        return replace(attempt, now.truncatedTo(ChronoUnit.MILLIS), reason, charged);
    }

    /** The ended attempt turned out to have left nothing. */
    Attempt reassess(Attempt attempt, Reason reason) {
        var ended = Objects.requireNonNull(attempt.endTime(), "only an ended attempt");
        return replace(attempt, Instant.parse(ended), reason, true);
    }

    void finish(ConditionStatus status, Reason reason, String message) {
        admission = null;
        completionTime = now.truncatedTo(ChronoUnit.SECONDS).toString();
        succeeded(status, reason, message);
        admitted(ConditionStatus.FALSE, Reason.FINISHED, "");
    }

    void failure(Reason reason, String message, String id) {
        failure = new Failure(reason.word(), cut(message), id);
    }

    List<Attempt> attempts() {
        return attempts;
    }

    Optional<Attempt> last() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    Optional<Attempt> attempt(long token) {
        return attempts.stream().filter(a -> a.token() == token).findFirst();
    }

    boolean jobWasSeen(Attempt attempt) {
        return before.jobRef() != null
                && before.jobRef().name().equals(attempt.jobName())
                && before.jobRef().uid() != null;
    }

    GenerationRequestStatus build() {
        return new GenerationRequestStatus(
                generation,
                OWN_CONDITIONS.stream().map(conditions::get).filter(Objects::nonNull).toList(),
                attempts.isEmpty() ? null : attempts.getLast().number(),
                admission,
                jobRef,
                attempts,
                startTime,
                completionTime,
                failure,
                null,
                null,
                List.of(),
                null);
    }

    private static String cut(String message) {
        return message.length() <= Condition.MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, Condition.MESSAGE_CHARS_MAX - 1) + "…";
    }

    private void firstVisit(String type, ConditionStatus status, Reason reason, String message) {
        before.condition(type)
                .ifPresentOrElse(
                        c -> conditions.put(type, c),
                        () -> condition(type, status, reason, message));
    }

    private Attempt replace(
            Attempt attempt, @Nullable Instant endTime, Reason reason, @Nullable Boolean charged) {
        var replaced =
                new Attempt(
                        attempt.number(),
                        attempt.token(),
                        attempt.slot(),
                        attempt.jobName(),
                        attempt.startTime(),
                        endTime == null ? null : endTime.toString(),
                        reason.word(),
                        charged);
        attempts.replaceAll(a -> a.token().equals(attempt.token()) ? replaced : a);
        return replaced;
    }
}
