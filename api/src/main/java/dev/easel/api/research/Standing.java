package dev.easel.api.research;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How all replicas stand with a provider: a bucket of tokens, one for each call, and a breaker.
 * Pure.
 *
 * @param failures calls in a row that failed
 * @param openings how often it was shut since it last answered
 * @param shutUntil until when it is left alone; after that one call may try
 * @param trouble why it was shut
 * @param probedUntil while one call tries, the others stay away until then
 */
record Standing(
        double tokens,
        Instant refilledAt,
        int failures,
        int openings,
        @Nullable Instant shutUntil,
        @Nullable Trouble trouble,
        @Nullable Instant probedUntil) {
    static final int FAILURES_MAX = 5;
    static final Duration SHUT_FIRST = Duration.ofSeconds(30);
    static final Duration MISCONFIGURED = Duration.ofMinutes(10);
    static final Duration GONE = Duration.ofHours(24);
    private static final int DOUBLINGS_MAX = 5;
    private static final Duration PROBE_MAX = Duration.ofSeconds(20);
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    /**
     * How many calls may be made.
     *
     * @param burst at once, after a quiet time
     */
    record Rate(double perSecond, double burst) {
        static Rate perMinute(int calls) {
            return new Rate(calls / 60.0, Math.min(calls, 10));
        }
    }

    /** Whether a call may be made, and the standing that is then left. */
    sealed interface Admission {
        record Go(Standing left) implements Admission {}

        /** The trouble is what shut it. */
        record Shut(Trouble trouble) implements Admission {}

        record NoToken() implements Admission {}
    }

    static Standing fresh(Rate rate, Instant now) {
        return new Standing(rate.burst(), now, 0, 0, null, null, null);
    }

    Admission admit(Rate rate, Instant now) {
        var shut = shutUntil != null && now.isBefore(shutUntil);
        var probed = shutUntil != null && probedUntil != null && now.isBefore(probedUntil);
        if (shut || probed) {
            return new Admission.Shut(trouble == null ? Trouble.UNREACHABLE : trouble);
        }
        // A clock that is behind another replica's must not add tokens twice.
        var since = now.isAfter(refilledAt) ? Duration.between(refilledAt, now) : Duration.ZERO;
        var filled = Math.min(rate.burst(), tokens + since.toMillis() / 1000.0 * rate.perSecond());
        if (filled < 1) {
            return new Admission.NoToken();
        }
        return new Admission.Go(
                new Standing(
                        filled - 1,
                        now.isAfter(refilledAt) ? now : refilledAt,
                        failures,
                        openings,
                        shutUntil,
                        trouble,
                        shutUntil == null ? null : now.plus(PROBE_MAX)));
    }

    Standing after(Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Found _ -> answered();
            case Answer.Failed(var why, _, var wait) -> after(why, wait, now);
        };
    }

    private Standing after(Trouble why, @Nullable Duration wait, Instant now) {
        return switch (why) {
            case REFUSED -> answered();
            case MISCONFIGURED -> shut(why, now.plus(MISCONFIGURED), openings);
            case GONE -> shut(why, now.plus(GONE), openings);
            case QUOTA_SPENT -> shut(why, now.plus(wait == null ? GONE : wait), openings);
            case BUSY, BLOCKED, UNREACHABLE, SERVER_ERROR, GARBAGE -> {
                if (wait != null && wait.compareTo(LONG_WAIT) > 0) {
                    yield shut(why, now.plus(wait), openings);
                }
                yield shutUntil != null || failures + 1 >= FAILURES_MAX
                        ? shut(why, now.plus(shutFor()), openings + 1)
                        : new Standing(
                                tokens, refilledAt, failures + 1, openings, null, null, null);
            }
            case SHUT, NO_TOKEN -> this;
        };
    }

    private Duration shutFor() {
        return SHUT_FIRST.multipliedBy(1L << Math.min(openings, DOUBLINGS_MAX));
    }

    private Standing shut(Trouble why, Instant until, int times) {
        return new Standing(tokens, refilledAt, 0, times, until, why, null);
    }

    /** Closed, as if nothing had been; the tokens stay as they are. */
    Standing answered() {
        return new Standing(tokens, refilledAt, 0, 0, null, null, null);
    }
}
