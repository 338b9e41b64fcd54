package dev.easel.bot;

import dev.easel.bot.discord.PictureRule;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.discord.ShardLease;
import dev.easel.service.Env;
import dev.easel.service.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything the process is told by its environment. */
public record BotConfig(
        String namespace,
        URI apiUrl,
        Path apiTokenFile,
        Discord discord,
        int opsPort,
        String pool,
        ShardLease.Term lease) {

    /**
     * @param token as it was at the start
     * @param tokenFile where it was read from; absent if it came with the environment
     * @param restUrl where REST calls go instead of Discord's own address; ends in the version path
     * @param gatewayUrl where the socket goes instead of Discord's own address
     * @param ignorePrefix messages that begin with it are between people; empty for none
     */
    public record Discord(
            Secret token,
            @Nullable Path tokenFile,
            @Nullable URI restUrl,
            @Nullable URI gatewayUrl,
            MessageContent messageContent,
            Pictures pictures,
            String ignorePrefix) {
        public Optional<URI> rest() {
            return Optional.ofNullable(restUrl);
        }

        public Optional<URI> gateway() {
            return Optional.ofNullable(gatewayUrl);
        }

        /** The token as it is now: the kubelet changes the file when the Secret changes. */
        public Secret currentToken() {
            if (tokenFile == null) {
                return token;
            }
            try {
                var text = Files.readString(tokenFile).strip();
                return text.isEmpty() ? token : new Secret(text);
            } catch (IOException e) {
                return token;
            }
        }
    }

    private static final String IGNORE_PREFIX_DEFAULT = "//";
    private static final int IGNORE_PREFIX_CHARS_MAX = 10;
    private static final int UPLOAD_LIMIT_MIB_MAX = 500;
    private static final String LEASE = "easel-bot";
    private static final Duration LEASE_DURATION = Duration.ofSeconds(8);

    /** Whether the privileged message-content intent is asked for. */
    public enum MessageContent {
        /** Asked for if the application's switch is on. */
        AUTO,
        ON,
        OFF
    }

    public static BotConfig from(Map<String, String> environment) {
        var env = new Env(environment);
        var namespace = env.optional("EASEL_NAMESPACE", text -> text, "easel");
        var apiUrl = env.required("EASEL_API_URL", text -> address(text, "http", "https"));
        var apiTokenFile =
                env.optional(
                        "EASEL_API_TOKEN_FILE", Path::of, Path.of("/var/run/secrets/easel/token"));
        var token = env.secret("EASEL_DISCORD_TOKEN");
        var tokenFile =
                env.<Optional<Path>>optional(
                        "EASEL_DISCORD_TOKEN_FILE",
                        text -> Optional.of(Path.of(text)),
                        Optional.empty());
        var restUrl =
                env.<Optional<URI>>optional(
                        "EASEL_DISCORD_REST_URL",
                        text -> Optional.of(address(text, "http", "https")),
                        Optional.empty());
        var gatewayUrl =
                env.<Optional<URI>>optional(
                        "EASEL_DISCORD_GATEWAY_URL",
                        text -> Optional.of(address(text, "ws", "wss")),
                        Optional.empty());
        var messageContent =
                env.optional(
                        "EASEL_MESSAGE_CONTENT",
                        text -> word(MessageContent.class, text),
                        MessageContent.AUTO);
        var pictures =
                env.optional(
                        "EASEL_PICTURES", text -> word(PictureRule.class, text), PictureRule.OPEN);
        var uploadLimit =
                env.optional("EASEL_UPLOAD_LIMIT_MIB", BotConfig::mebibytes, Long.MAX_VALUE);
        var ignorePrefix =
                env.optional("EASEL_IGNORE_PREFIX", BotConfig::prefix, IGNORE_PREFIX_DEFAULT);
        var opsPort = env.optional("EASEL_OPS_PORT", BotConfig::port, 8081);
        var pool = env.optional("EASEL_POOL", text -> text, "default");
        var pod = env.optional("POD_NAME", text -> text, LEASE);
        env.throwIfAnyProblem();
        return new BotConfig(
                namespace.get(),
                apiUrl.get(),
                apiTokenFile.get(),
                new Discord(
                        token.get(),
                        tokenFile.get().orElse(null),
                        restUrl.get().orElse(null),
                        gatewayUrl.get().orElse(null),
                        messageContent.get(),
                        new Pictures(pictures.get(), uploadLimit.get()),
                        ignorePrefix.get()),
                opsPort.get(),
                pool.get(),
                new ShardLease.Term(LEASE, pod.get(), LEASE_DURATION));
    }

    private static URI address(String text, String... schemes) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !Arrays.asList(schemes).contains(uri.getScheme())) {
            throw new Env.Expected("an address that starts with " + schemes[0] + "://");
        }
        return uri;
    }

    /** An enum's constant by its name in lower case with dashes. */
    private static <E extends Enum<E>> E word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> spelled(e).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new Env.Expected(
                                "one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(BotConfig::spelled)
                                                .collect(Collectors.joining(", "))));
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String prefix(String text) {
        var prefix = text.strip();
        if (prefix.equals("off")) {
            return "";
        }
        if (prefix.length() > IGNORE_PREFIX_CHARS_MAX) {
            throw new Env.Expected("1 to " + IGNORE_PREFIX_CHARS_MAX + " characters, or off");
        }
        return prefix;
    }

    /** In bytes. */
    private static long mebibytes(String text) {
        long mebibytes = Long.parseLong(text);
        if (mebibytes < 1 || mebibytes > UPLOAD_LIMIT_MIB_MAX) {
            throw new Env.Expected("1 to " + UPLOAD_LIMIT_MIB_MAX + " MiB");
        }
        return mebibytes << 20;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new Env.Expected("a port from 0 to 65535");
        }
        return port;
    }
}
