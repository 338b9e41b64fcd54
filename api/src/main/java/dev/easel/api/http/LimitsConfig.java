package dev.easel.api.http;

import dev.easel.service.Env;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How much of api anyone may use.
 *
 * @param trustedProxies whose X-Forwarded-For is believed
 * @param failedLoginsPerMinute how many credentials of an address may be wrong
 */
public record LimitsConfig(List<ClientAddress.Network> trustedProxies, int failedLoginsPerMinute) {
    public static final LimitsConfig DEFAULT = new LimitsConfig(List.of(), 30);

    public LimitsConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    public static Supplier<LimitsConfig> from(Env env) {
        var proxies =
                env.optional(
                        "EASEL_TRUSTED_PROXIES",
                        LimitsConfig::networks,
                        List.<ClientAddress.Network>of());
        var failures =
                env.optional(
                        "EASEL_FAILED_LOGINS_PER_MINUTE",
                        Env.between(1, 6000),
                        DEFAULT.failedLoginsPerMinute());
        return () -> new LimitsConfig(proxies.get(), failures.get());
    }

    private static List<ClientAddress.Network> networks(String text) {
        try {
            return Arrays.stream(text.split(",", -1)).map(ClientAddress.Network::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new Env.Expected("ranges of addresses such as 10.0.0.0/8,fd00::/8");
        }
    }
}
