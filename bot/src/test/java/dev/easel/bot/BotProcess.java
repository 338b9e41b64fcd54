package dev.easel.bot;

import static dev.easel.bot.TestingBot.PATIENCE;

import dev.easel.sandbox.cluster.TestControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The bot as it is deployed: a process of its own, configured by its environment. */
final class BotProcess implements AutoCloseable {
    private static final String NAME = "bot-process";
    private static final String LEASE = "easel-bot";

    private final TestingBot world;
    private final Process process;
    private final Path log;

    private BotProcess(TestingBot world, Process process, Path log) {
        this.world = world;
        this.process = process;
        this.log = log;
    }

    /** Returns once it answers Discord. The process before it must have ended. */
    static BotProcess start(TestingBot world) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder =
                new ProcessBuilder(
                        List.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                classPath(),
                                BotMain.class.getName()));
        builder.environment().clear();
        builder.environment().putAll(environment(world));
        var log = Path.of("target", world.namespace + ".log");
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var started = Instant.now();
        try {
            var bot = new BotProcess(world, builder.start(), log);
            bot.awaitLead(started);
            return bot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(TestingBot world) {
        return Map.of(
                "KUBECONFIG", TestControlPlane.shared().kubeconfig().toString(),
                "POD_NAME", NAME,
                "EASEL_NAMESPACE", world.namespace,
                "EASEL_API_URL", world.api.url().toString(),
                "EASEL_API_TOKEN_FILE", world.apiTokenFile().toString(),
                "EASEL_DISCORD_TOKEN", world.discord.token(),
                "EASEL_DISCORD_REST_URL", world.discord.restUrl(),
                "EASEL_DISCORD_GATEWAY_URL", world.discord.gatewayUrl(),
                "EASEL_OPS_PORT", "0");
    }

    /** Surefire hides the real class path behind a jar that only lists it. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    private void awaitLead(Instant since) {
        Awaitility.await("the bot leads, see " + log)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> leads(since));
        world.discord.users().awaitCommand("generate", PATIENCE);
    }

    private boolean leads(Instant since) {
        if (!process.isAlive()) {
            throw new AssertionError("the bot ended with " + process.exitValue() + ", see " + log);
        }
        var lease = world.client.leases().inNamespace(world.namespace).withName(LEASE).get();
        return lease != null && lease.getSpec().getRenewTime().toInstant().isAfter(since);
    }

    /** SIGKILL; returns when nothing of it is left. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(PATIENCE);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> world.discord.connectedSessions() == 0);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** How it ended; an AssertionError if it did not end in time. */
    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still there after " + patience + ", see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(PATIENCE);
    }
}
