package dev.easel.bot;

import dev.easel.service.Env;
import dev.easel.service.Logging;
import dev.easel.service.OpsServer;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the bot and ends with a code of its own if it can never work again. */
public final class BotMain {
    private static final Logger log = LoggerFactory.getLogger(BotMain.class);

    private static final int BAD_CONFIGURATION = 78;
    private static final int DISCONNECTED = 75;

    private BotMain() {}

    public static void main(String[] args) throws InterruptedException {
        Logging.start();
        try {
            run(BotConfig.from(System.getenv()));
        } catch (Env.InvalidConfiguration e) {
            log.error(e.getMessage());
            System.exit(BAD_CONFIGURATION);
        }
    }

    private static void run(BotConfig config) throws InterruptedException {
        var meters = OpsServer.meters();
        var running = new AtomicReference<@Nullable Bot>();
        var stopping = new AtomicBoolean();
        var client = new KubernetesClientBuilder().build();
        var ops =
                OpsServer.start(
                        config.opsPort(),
                        meters,
                        Map.of("bot", () -> alive(running.get())),
                        Map.of("discord", () -> ready(running.get())));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            stopping.set(true);
                            var bot = running.get();
                            if (bot != null) {
                                bot.close();
                            }
                            ops.close();
                            client.close();
                        }));
        var bot = Bot.start(config, client, meters, Clock.systemUTC());
        running.set(bot);
        var code = bot.ended().join();
        if (stopping.get()) {
            return;
        }
        log.atError()
                .addKeyValue("discord.close", code.map(Enum::name).orElse("none"))
                .log("the connection to Discord is over for good");
        System.exit(DISCONNECTED);
    }

    private static boolean alive(@Nullable Bot bot) {
        return bot == null || bot.isAlive();
    }

    private static boolean ready(@Nullable Bot bot) {
        return bot != null && bot.isReady();
    }
}
