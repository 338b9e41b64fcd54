package dev.easel.operator.request;

import dev.easel.crds.v1alpha1.GenerationRequestStatus.Attempt;
import dev.easel.crds.v1alpha1.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How long is waited for what, and how often is tried. {@code attemptsMax} bounds all attempts,
 * charged or not, so that a request that is interrupted again and again ends. {@code resultWait} is
 * long, since a generator that reports success has had its result committed: what is late is only
 * the word of it, and no slot is held meanwhile.
 */
public record Limits(
        Duration resultWait,
        Duration runGrace,
        Duration nodeLostAfter,
        Duration backoffInitial,
        Duration backoffMax,
        int attemptsMax) {
    public static final Limits DEFAULT =
            new Limits(
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(2),
                    20);

    /** Interruptions that are nobody's fault: the request goes back to its place at once. */
    private static final Set<Reason> WITHOUT_BACKOFF =
            Set.of(
                    Reason.POD_EVICTED,
                    Reason.PREEMPTED,
                    Reason.SUSPENDED,
                    Reason.FENCE_REJECTED,
                    Reason.BACKEND_UNAVAILABLE);

    /** The earliest start of the attempt that follows {@code attempts}. */
    public Instant notBefore(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return Instant.MIN;
        }
        var last = attempts.getLast();
        if (last.endTime() == null) {
            return Instant.MAX;
        }
        var ended = Instant.parse(last.endTime());
        var word = last.reason() == null ? "" : last.reason();
        if (Reason.of(word).filter(WITHOUT_BACKOFF::contains).isPresent()) {
            return ended;
        }
        var doublings = Math.min(attempts.size() - 1, 20);
        var delay = backoffInitial.multipliedBy(1L << doublings);
        return ended.plus(delay.compareTo(backoffMax) > 0 ? backoffMax : delay);
    }
}
