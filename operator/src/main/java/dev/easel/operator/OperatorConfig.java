package dev.easel.operator;

import dev.easel.operator.launch.GeneratorJob;
import dev.easel.operator.request.Limits;
import dev.easel.service.Env;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The process's settings, from the environment. {@code identity} is new with every start. */
public record OperatorConfig(
        String namespace,
        String identity,
        boolean leaderElection,
        int opsPort,
        GeneratorJob.Settings generator,
        Limits limits) {
    static final int OPS_PORT_DEFAULT = 8081;

    private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");
    private static final int SECONDS_MAX = 86_400;
    private static final int ATTEMPTS_MAX = 100;

    public static OperatorConfig from(Map<String, String> environment) {
        var env = new Env(environment);
        var namespace =
                environment.containsKey("EASEL_NAMESPACE")
                        ? env.required("EASEL_NAMESPACE", text -> text)
                        : env.required("POD_NAMESPACE", text -> text);
        var apiUrl = env.required("EASEL_API_URL", OperatorConfig::httpUrl);
        var account =
                env.optional("EASEL_GENERATOR_SERVICE_ACCOUNT", text -> text, "easel-generator");
        var port = env.optional("EASEL_OPS_PORT", OperatorConfig::port, OPS_PORT_DEFAULT);
        var election = env.optional("EASEL_LEADER_ELECTION", OperatorConfig::flag, true);
        var pull = env.optional("EASEL_IMAGE_PULL_POLICY", OperatorConfig::pull, "IfNotPresent");
        var pod = env.optional("POD_NAME", text -> text, "easel-operator");
        var standard = Limits.DEFAULT;
        var resultWait =
                env.optional(
                        "EASEL_RESULT_WAIT_SECONDS",
                        OperatorConfig::seconds,
                        standard.resultWait());
        var backoff =
                env.optional(
                        "EASEL_RETRY_BACKOFF_SECONDS",
                        OperatorConfig::seconds,
                        standard.backoffInitial());
        var backoffMax =
                env.optional(
                        "EASEL_RETRY_BACKOFF_SECONDS_MAX",
                        OperatorConfig::seconds,
                        standard.backoffMax());
        var attempts =
                env.optional(
                        "EASEL_ATTEMPTS_MAX", OperatorConfig::attempts, standard.attemptsMax());
        env.throwIfAnyProblem();
        return new OperatorConfig(
                namespace.get(),
                pod.get() + "_" + UUID.randomUUID(),
                election.get(),
                port.get(),
                new GeneratorJob.Settings(
                        apiUrl.get(), account.get(), pull.get(), Duration.ofMinutes(2)),
                new Limits(
                        resultWait.get(),
                        standard.runGrace(),
                        standard.nodeLostAfter(),
                        backoff.get(),
                        backoffMax.get(),
                        attempts.get()));
    }

    private static String httpUrl(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new Env.Expected("an http or https URL");
        }
        return text;
    }

    private static int port(String text) {
        return bounded(text, 0, 65_535);
    }

    private static int attempts(String text) {
        return bounded(text, 1, ATTEMPTS_MAX);
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(bounded(text, 1, SECONDS_MAX));
    }

    private static int bounded(String text, int min, int max) {
        try {
            var number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the same words as for a number out of bounds.
        }
        throw new Env.Expected("a whole number from " + min + " to " + max);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Env.Expected("true or false");
        };
    }

    private static String pull(String text) {
        if (!PULL_POLICIES.contains(text)) {
            throw new Env.Expected("Always, IfNotPresent or Never");
        }
        return text;
    }
}
