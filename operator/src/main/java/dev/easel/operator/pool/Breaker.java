package dev.easel.operator.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * A back end that failed a generator. It stays out of use for a time that doubles with every
 * failure in a row, and then until it answers a probe; {@link #BLIND_RETRY} after the failure one
 * request is let through even so, since the operator might have no way to the back end.
 */
record Breaker(int failuresInARow, Instant failedAt) {
    static final Duration REST_MIN = Duration.ofSeconds(2);
    static final Duration REST_MAX = Duration.ofMinutes(2);
    static final Duration BLIND_RETRY = Duration.ofMinutes(5);

    Breaker failedAgain(Instant now) {
        return new Breaker(failuresInARow + 1, now);
    }

    Instant probesFrom() {
        var doublings = Math.min(failuresInARow - 1, 10);
        var rest = REST_MIN.multipliedBy(1L << doublings);
        return failedAt.plus(rest.compareTo(REST_MAX) > 0 ? REST_MAX : rest);
    }

    Instant retriesBlindlyFrom() {
        return failedAt.plus(BLIND_RETRY);
    }
}
