package dev.easel.api;

import static dev.easel.service.Env.between;

import dev.easel.api.auth.Scope;
import dev.easel.api.http.LimitsConfig;
import dev.easel.api.image.ImageStoreConfig;
import dev.easel.api.image.LinkConfig;
import dev.easel.api.image.OriginalLinks;
import dev.easel.api.research.ResearchConfig;
import dev.easel.service.Env;
import dev.easel.service.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is configured, read once from the environment. */
public record ApiConfig(
        String namespace,
        int port,
        int opsPort,
        Database database,
        ImageStoreConfig images,
        @Nullable Secret bootstrapKey,
        String defaultPool,
        Map<String, Set<Scope>> serviceAccounts,
        Installation installation,
        ResearchConfig research,
        Loras loras,
        LimitsConfig limits,
        @Nullable URI publicUrl,
        Retention retention,
        OriginalLinks.Config links) {

    /** Whether browsers reach api by https alone, as far as that is known. */
    public boolean isHttps() {
        return publicUrl != null && "https".equals(publicUrl.getScheme());
    }

    public record Database(String url, String user, Secret password) {}

    /**
     * Where LoRA files are and how they are read.
     *
     * @param directory absent if api cannot see them; then the catalogue is what back ends list
     * @param hashBytesPerSecond how fast at most files are read to hash them
     */
    public record Loras(@Nullable Path directory, Duration scanEvery, long hashBytesPerSecond) {
        public static final Loras NONE = new Loras(null, Duration.ofMinutes(5), 100L << 20);
    }

    /**
     * How long things are kept.
     *
     * @param history of requests and pictures; absent for ever
     * @param audit of who did what
     */
    public record Retention(@Nullable Duration history, Duration audit) {
        public static final Retention DEFAULT = new Retention(null, Duration.ofDays(365));
    }

    /** What holds where nobody said anything. */
    public record Installation(
            int width,
            int height,
            int imageCount,
            int steps,
            BigDecimal cfgScale,
            String ollamaModel) {}

    /** Who may call with a service account's token, and for what. */
    static final Map<String, Set<Scope>> SERVICE_ACCOUNTS_DEFAULT =
            Map.of(
                    "easel-bot", Set.of(Scope.READ, Scope.GENERATE, Scope.SETTINGS),
                    "easel-generator", Set.of(Scope.INTERNAL));

    private static final Path NOWHERE = Path.of("");
    private static final URI UNKNOWN = URI.create("");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern BOOTSTRAP_KEY =
            Pattern.compile("easel_[a-z0-9]{4,32}_[A-Za-z0-9]{24,128}");

    public static ApiConfig from(Map<String, String> environment) {
        var env = new Env(environment);
        var namespace = env.required("EASEL_NAMESPACE", ApiConfig::dnsLabel);
        var port = env.optional("EASEL_PORT", between(0, 65535), 8080);
        var opsPort = env.optional("EASEL_OPS_PORT", between(0, 65535), 8081);
        var url = env.required("EASEL_DATABASE_URL", ApiConfig::jdbcUrl);
        var user = env.required("EASEL_DATABASE_USER", Function.identity());
        var password = env.secret("EASEL_DATABASE_PASSWORD");
        var images = ImageStoreConfig.from(env, environment);
        var bootstrapKey = bootstrapKey(env, environment);
        var pool = env.optional("EASEL_POOL", ApiConfig::dnsLabel, "default");
        var accounts =
                env.optional(
                        "EASEL_SERVICE_ACCOUNTS",
                        ApiConfig::serviceAccounts,
                        SERVICE_ACCOUNTS_DEFAULT);
        var installation = installation(env);
        var research = ResearchConfig.from(env, environment);
        var loras = loras(env);
        var limits = LimitsConfig.from(env);
        var publicUrl = env.optional("EASEL_PUBLIC_URL", ApiConfig::publicUrl, UNKNOWN);
        var retention = retention(env);
        var links = LinkConfig.from(env, environment);
        env.throwIfAnyProblem();
        return new ApiConfig(
                namespace.get(),
                port.get(),
                opsPort.get(),
                new Database(url.get(), user.get(), password.get()),
                images.get(),
                bootstrapKey.get(),
                pool.get(),
                accounts.get(),
                installation.get(),
                research.get(),
                loras.get(),
                limits.get(),
                publicUrl.get().equals(UNKNOWN) ? null : publicUrl.get(),
                retention.get(),
                links.get());
    }

    private static Supplier<Retention> retention(Env env) {
        var history = env.optional("EASEL_RETENTION_DAYS", between(1, 36_500), 0);
        var audit = env.optional("EASEL_AUDIT_RETENTION_DAYS", between(1, 3_650), 365);
        return () ->
                new Retention(
                        history.get() == 0 ? null : Duration.ofDays(history.get()),
                        Duration.ofDays(audit.get()));
    }

    private static Supplier<Loras> loras(Env env) {
        var directory = env.optional("EASEL_LORA_DIRECTORY", Path::of, NOWHERE);
        var every = env.optional("EASEL_LORA_SCAN_SECONDS", between(10, 86_400), 300);
        var pace = env.optional("EASEL_LORA_HASH_MEGABYTES_PER_SECOND", between(1, 100_000), 100);
        return () ->
                new Loras(
                        directory.get().equals(NOWHERE) ? null : directory.get(),
                        Duration.ofSeconds(every.get()),
                        (long) pace.get() << 20);
    }

    private static Supplier<Installation> installation(Env env) {
        var width = env.optional("EASEL_DEFAULT_WIDTH", ApiConfig::side, 512);
        var height = env.optional("EASEL_DEFAULT_HEIGHT", ApiConfig::side, 512);
        var imageCount = env.optional("EASEL_DEFAULT_IMAGE_COUNT", between(1, 8), 4);
        var steps = env.optional("EASEL_DEFAULT_STEPS", between(1, 150), 20);
        var cfgScale =
                env.optional("EASEL_DEFAULT_CFG_SCALE", ApiConfig::cfgScale, new BigDecimal("7.0"));
        var ollamaModel =
                env.optional(
                        "EASEL_OLLAMA_MODEL",
                        Function.identity(),
                        "huihui_ai/gpt-oss-abliterated:20b-v2-q4_K_M");
        return () ->
                new Installation(
                        width.get(),
                        height.get(),
                        imageCount.get(),
                        steps.get(),
                        cfgScale.get(),
                        ollamaModel.get());
    }

    private static Supplier<@Nullable Secret> bootstrapKey(
            Env env, Map<String, String> environment) {
        var given =
                !environment.getOrDefault("EASEL_BOOTSTRAP_KEY", "").isBlank()
                        || !environment.getOrDefault("EASEL_BOOTSTRAP_KEY_FILE", "").isBlank();
        if (!given) {
            return () -> null;
        }
        var key = env.secret("EASEL_BOOTSTRAP_KEY");
        return () -> {
            if (!BOOTSTRAP_KEY.matcher(key.get().value()).matches()) {
                throw new Env.Expected(
                        "EASEL_BOOTSTRAP_KEY is not valid: expected easel_<id>_<secret>, the id 4"
                                + " to 32 small letters and digits, the secret 24 to 128 letters and"
                                + " digits");
            }
            return key.get();
        };
    }

    private static int side(String text) {
        var expected = "a multiple of 8 from 64 to 2048";
        try {
            var side = Integer.parseInt(text);
            if (side >= 64 && side <= 2048 && side % 8 == 0) {
                return side;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new Env.Expected(expected);
    }

    private static BigDecimal cfgScale(String text) {
        try {
            var scale = new BigDecimal(text);
            if (scale.compareTo(BigDecimal.ONE) >= 0
                    && scale.compareTo(BigDecimal.valueOf(30)) <= 0
                    && scale.scale() <= 2) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new Env.Expected("a decimal number from 1.0 to 30.0 with at most two places");
    }

    private static String dnsLabel(String text) {
        if (!DNS_LABEL.matcher(text).matches()) {
            throw new Env.Expected("1 to 63 small letters, digits and dashes");
        }
        return text;
    }

    private static String jdbcUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:")
                || URI.create(text.substring("jdbc:".length())).getScheme() == null) {
            throw new Env.Expected("jdbc:postgresql://host:port/name");
        }
        return text;
    }

    private static URI publicUrl(String text) {
        var url = URI.create(text);
        if (url.getHost() == null
                || !Set.of("http", "https").contains(url.getScheme())
                || !Set.of("", "/").contains(url.getRawPath())
                || url.getRawQuery() != null
                || url.getRawUserInfo() != null) {
            throw new Env.Expected("http:// or https://, a host, perhaps a port, and no path");
        }
        return URI.create(text.replaceAll("/$", ""));
    }

    /** {@code account=scope,scope;account=scope}. */
    private static Map<String, Set<Scope>> serviceAccounts(String text) {
        var accounts = new LinkedHashMap<String, Set<Scope>>();
        for (var entry : text.split(";", -1)) {
            var parts = entry.split("=", -1);
            if (parts.length != 2 || !DNS_LABEL.matcher(parts[0].strip()).matches()) {
                throw new Env.Expected("account=scope,scope;account=scope");
            }
            accounts.put(parts[0].strip(), scopes(parts[1]));
        }
        return Map.copyOf(accounts);
    }

    private static Set<Scope> scopes(String text) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var word : text.split(",", -1)) {
            scopes.add(
                    Scope.of(word.strip().toLowerCase(Locale.ROOT))
                            .orElseThrow(() ->
                                    new Env.Expected(
                                            "scopes of "
                                                    + Arrays.stream(Scope.values())
                                                            .map(Scope::word)
                                                            .collect(Collectors.joining(", ")))));
        }
        return Set.copyOf(scopes);
    }
}
