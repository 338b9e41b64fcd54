package dev.easel.api.auth;

import dev.easel.api.http.ApiProblem;
import dev.easel.api.http.Buckets;
import dev.easel.api.http.LimitsConfig;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a credential may call; a login counts with its key. Service accounts, such as the
 * bot's, speak for many people and get more. Generators are not counted: they are as many as there
 * are slots, and one that has to wait wastes a GPU.
 */
final class Rates {
    static final int SERVICE_ACCOUNT_TIMES = 10;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Rate calls;
    private final Rate probes;

    Rates(LimitsConfig limits, LongSupplier nanoTime) {
        this.calls = new Rate(limits.requestsBurst(), limits.requestsPerSecond(), SECOND, nanoTime);
        this.probes =
                new Rate(
                        limits.backendProbesPerMinute(),
                        limits.backendProbesPerMinute(),
                        MINUTE,
                        nanoTime);
    }

    private static final class Rate {
        private final Buckets keys;
        private final Buckets serviceAccounts;

        Rate(int burst, int times, Duration period, LongSupplier nanoTime) {
            this.keys = new Buckets(burst, period.dividedBy(times), nanoTime);
            this.serviceAccounts =
                    new Buckets(
                            burst * SERVICE_ACCOUNT_TIMES,
                            period.dividedBy((long) times * SERVICE_ACCOUNT_TIMES),
                            nanoTime);
        }

        Duration take(Caller caller) {
            return (caller.isServiceAccount() ? serviceAccounts : keys).take(caller.id());
        }
    }

    void count(Caller caller) {
        if (!caller.scopes().contains(Scope.INTERNAL)) {
            refuseIfLong(
                    calls.take(caller), "requests_per_second", "You call more often than allowed.");
        }
    }

    /** Of calls that make back ends work. */
    void countProbe(Caller caller) {
        refuseIfLong(
                probes.take(caller),
                "backend_probes_per_minute",
                "You ask for the state of the back ends more often than allowed.");
    }

    private static void refuseIfLong(Duration wait, String limit, String what) {
        if (!wait.isZero()) {
            throw ApiProblem.tooMany(limit, what, wait);
        }
    }
}
