package dev.easel.api.http;

import static dev.easel.service.Env.between;

import dev.easel.service.Env;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How much of api anyone may use.
 *
 * @param trustedProxies whose X-Forwarded-For is believed
 * @param failedLoginsPerMinute how many credentials of an address may be wrong
 * @param requestsPerSecond of a key, in the long run
 * @param requestsBurst of a key, at once
 * @param backendProbesPerMinute of a key, each of which asks every back end
 * @param waitingPerUser how many requests of a user may wait
 * @param bodyTime how long the head of a request may take to come, and its body, besides what the
 *     body's length needs
 */
public record LimitsConfig(
        List<ClientAddress.Network> trustedProxies,
        int failedLoginsPerMinute,
        int requestsPerSecond,
        int requestsBurst,
        int backendProbesPerMinute,
        int waitingPerUser,
        Duration bodyTime) {
    public static final LimitsConfig DEFAULT =
            new LimitsConfig(List.of(), 30, 200, 1000, 30, 20, Duration.ofSeconds(30));

    public LimitsConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    public static Supplier<LimitsConfig> from(Env env) {
        var proxies =
                env.optional(
                        "EASEL_TRUSTED_PROXIES",
                        LimitsConfig::networks,
                        List.<ClientAddress.Network>of());
        var failures = env.optional("EASEL_FAILED_LOGINS_PER_MINUTE", between(1, 6000), 30);
        var rate = env.optional("EASEL_REQUESTS_PER_SECOND", between(1, 100_000), 200);
        var burst = env.optional("EASEL_REQUESTS_BURST", between(1, 100_000), 1000);
        var probes = env.optional("EASEL_BACKEND_PROBES_PER_MINUTE", between(1, 6000), 30);
        var waiting = env.optional("EASEL_WAITING_PER_USER", between(1, 10_000), 20);
        var body = env.optional("EASEL_BODY_SECONDS", between(1, 600), 30);
        return () ->
                new LimitsConfig(
                        proxies.get(),
                        failures.get(),
                        rate.get(),
                        burst.get(),
                        probes.get(),
                        waiting.get(),
                        Duration.ofSeconds(body.get()));
    }

    private static List<ClientAddress.Network> networks(String text) {
        try {
            return Arrays.stream(text.split(",", -1)).map(ClientAddress.Network::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new Env.Expected("ranges of addresses such as 10.0.0.0/8,fd00::/8");
        }
    }
}
