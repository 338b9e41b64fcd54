package dev.easel.bot;

import dev.easel.bot.command.Gateway;
import dev.easel.bot.conversation.Conversation;
import dev.easel.bot.conversation.Ears;
import dev.easel.bot.delivery.Deliveries;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Connection;
import dev.easel.bot.discord.ContentIntent;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Requests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.requests.CloseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bot: one connection to Discord, one watch on the requests, and what joins them. It
 * keeps no state of its own, so ending it at any moment loses nothing.
 */
public final class Bot implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bot.class);

    private static final Duration WATCH_LOOK = Duration.ofMillis(50);

    private final JDA jda;
    private final Gateway gateway;
    private final Requests requests;
    private final Deliveries deliveries;
    private final Api api;
    private final ExecutorService listeners;

    private Bot(
            JDA jda,
            Gateway gateway,
            Requests requests,
            Deliveries deliveries,
            Api api,
            ExecutorService listeners) {
        this.jda = jda;
        this.gateway = gateway;
        this.requests = requests;
        this.deliveries = deliveries;
        this.api = api;
        this.listeners = listeners;
    }

    /** Returns once Discord has told us of its guilds and the watch has begun. */
    public static Bot start(
            BotConfig config, KubernetesClient client, MeterRegistry meters, Clock clock)
            throws InterruptedException {
        var calls = new Calls(meters);
        var api = new Api(config.apiUrl(), config.apiTokenFile());
        var requests = new Requests(client, config.namespace());
        boolean content = ContentIntent.wanted(config.discord());
        var listeners =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("listen-", 0).factory());
        var setup = new Setup(config, calls, requests, api, listeners, clock);
        var gateway = setup.gateway(content);
        var jda = Connection.open(config.discord(), content, gateway);
        try {
            jda.awaitReady();
        } catch (IllegalStateException e) {
            if (!content
                    || !gateway.ended().join().equals(Optional.of(CloseCode.DISALLOWED_INTENTS))) {
                throw e;
            }
            log.warn("Discord does not allow message content; going on without it");
            meters.counter("easel.bot.intent.refused").increment();
            gateway = setup.gateway(false);
            jda = Connection.open(config.discord(), false, gateway);
            jda.awaitReady();
        }
        var deliveries = new Deliveries(requests, jda, calls, api, meters, clock);
        requests.watch(deliveries::seen, deliveries::gone);
        var connected = jda;
        var listening = gateway;
        listeners.execute(() -> listen(requests, listening, connected));
        return new Bot(jda, gateway, requests, deliveries, api, listeners);
    }

    /** Begins to listen once the watch knows which messages have become requests. */
    private static void listen(Requests requests, Gateway gateway, JDA jda) {
        try {
            while (!requests.watching()) {
                Thread.sleep(WATCH_LOOK);
            }
            gateway.watching(jda);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a gateway is made of; Discord may make us build it twice. */
    private record Setup(
            BotConfig config,
            Calls calls,
            Requests requests,
            Api api,
            Executor listeners,
            Clock clock) {
        Gateway gateway(boolean content) {
            var hearing = new Conversation.Hearing(!content, config.discord().ignorePrefix());
            var pool = config.pool();
            var ears = Ears.of(calls, requests, api, pool, hearing, listeners, clock);
            return new Gateway(calls, requests, api, pool, ears);
        }
    }

    public boolean isReady() {
        return jda.getStatus() == JDA.Status.CONNECTED && requests.watching();
    }

    /** False once only a new process can help. */
    public boolean isAlive() {
        return jda.getStatus() != JDA.Status.SHUTDOWN
                && jda.getStatus() != JDA.Status.FAILED_TO_LOGIN
                && !requests.lost();
    }

    public CompletableFuture<Optional<CloseCode>> ended() {
        return gateway.ended();
    }

    /** Lets calls that are under way end. */
    @Override
    public void close() {
        listeners.shutdownNow();
        deliveries.close();
        requests.close();
        Connection.close(jda);
        api.close();
    }

    /** Ends as a crash would: nothing that is under way is waited for. */
    void kill() {
        jda.shutdownNow();
        listeners.shutdownNow();
        deliveries.close();
        requests.close();
        api.close();
    }
}
