package dev.easel.bot;

import dev.easel.bot.delivery.Ledger;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Catalogue;
import dev.easel.bot.request.Promises;
import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.service.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.CloseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bot: a watch on the requests, and one session with Discord after another. It keeps no
 * state of its own, so ending it at any moment loses nothing.
 */
public final class Bot implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bot.class);

    private static final Duration LISTENERS_END = Duration.ofSeconds(5);

    /** A token that was refused is tried again after so long, changed or not. */
    private static final Duration TOKEN_AGAIN = Duration.ofMinutes(10);

    private final BotConfig config;
    private final Session.Parts parts;
    private final Ledger ledger;
    private final ExecutorService listeners;
    private final Thread connecting;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CompletableFuture<Optional<CloseCode>> ended = new CompletableFuture<>();
    private volatile @Nullable Session session;
    private volatile boolean tokenRefused;
    private volatile boolean closing;

    private Bot(
            BotConfig config,
            KubernetesClient client,
            MeterRegistry meters,
            Clock clock,
            Pace pace) {
        this.config = config;
        this.listeners =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("listen-", 0).factory());
        var requests = new Requests(client, config.namespace());
        this.ledger = new Ledger(requests, meters, clock);
        var api = new Api(config.apiUrl(), config.apiTokenFile());
        var catalogue = new Catalogue(api, config.pool());
        listeners.execute(catalogue::keepFresh);
        this.parts =
                new Session.Parts(
                        config,
                        client,
                        new Calls(meters, pace),
                        requests,
                        new Promises(
                                client, config.namespace(), config.lease().name() + "-promises"),
                        api,
                        catalogue,
                        listeners,
                        meters,
                        clock,
                        pace);
        this.connecting = Thread.ofVirtual().name("connect").unstarted(this::connect);
    }

    /** Returns once Discord has told us of its guilds, or refused the token. */
    public static Bot start(
            BotConfig config, KubernetesClient client, MeterRegistry meters, Clock clock)
            throws InterruptedException {
        return start(config, client, meters, clock, Pace.USUAL);
    }

    static Bot start(
            BotConfig config, KubernetesClient client, MeterRegistry meters, Clock clock, Pace pace)
            throws InterruptedException {
        var bot = new Bot(config, client, meters, clock, pace);
        bot.parts.requests().watch(bot::seen, bot::gone);
        bot.connecting.start();
        bot.settled.await();
        return bot;
    }

    /** A standby is ready too: it takes over as soon as it may. */
    public boolean isReady() {
        var current = session;
        return current != null && current.isConnected() && parts.requests().watching();
    }

    /** False once only a new process can help; a refused token is not such a thing. */
    public boolean isAlive() {
        return !ended.isDone() && connecting.isAlive() && !parts.requests().lost();
    }

    /** Whether this replica answers Discord. */
    boolean leads() {
        var current = session;
        return current != null && current.leads();
    }

    /** What its watch told last of a request. */
    Optional<GenerationRequest> known(String name) {
        return parts.requests().named(name);
    }

    public CompletableFuture<Optional<CloseCode>> ended() {
        return ended;
    }

    /** Lets calls that are under way end. */
    @Override
    public void close() {
        closing = true;
        connecting.interrupt();
        var current = session;
        if (current != null) {
            current.close();
        }
        listeners.shutdown();
        try {
            listeners.awaitTermination(LISTENERS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** Ends as a crash would: nothing that is under way is waited for. */
    void kill() {
        closing = true;
        connecting.interrupt();
        var current = session;
        if (current != null) {
            current.kill();
        }
        end();
    }

    private void end() {
        listeners.shutdownNow();
        parts.requests().close();
        parts.api().close();
        ended.complete(Optional.empty());
    }

    /** Discord may be down when we start, and a token may be exchanged while we run. */
    private void connect() {
        try {
            while (!closing) {
                var token = config.discord().currentToken();
                try {
                    var current = Session.open(parts, token);
                    session = current;
                    if (closing) {
                        // Whoever ends us may not have seen it.
                        current.kill();
                        return;
                    }
                    current.start();
                    tokenRefused = false;
                    settled.countDown();
                    var code = current.ended().join();
                    if (closing) {
                        return;
                    }
                    if (!current.tokenRefused()) {
                        ended.complete(code);
                        return;
                    }
                    session = null;
                    current.kill();
                    awaitToken(token);
                } catch (Session.TokenRefused e) {
                    awaitToken(token);
                } catch (RuntimeException e) {
                    log.atWarn()
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .setCause(e)
                            .log("not connected to Discord yet");
                    Thread.sleep(parts.pace().look());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settled.countDown();
        }
    }

    /** Says on each finished request why it is not posted, and waits for another token. */
    private void awaitToken(Secret refused) throws InterruptedException {
        log.error(
                "Discord refuses the token in EASEL_DISCORD_TOKEN; waiting for another in"
                        + " EASEL_DISCORD_TOKEN_FILE");
        parts.meters().counter("easel.bot.token.refused").increment();
        tokenRefused = true;
        settled.countDown();
        parts.requests().all().forEach(ledger::tokenRefused);
        long until = System.nanoTime() + TOKEN_AGAIN.toNanos();
        while (config.discord().currentToken().equals(refused) && until - System.nanoTime() > 0) {
            Thread.sleep(parts.pace().look());
        }
    }

    private void seen(GenerationRequest request) {
        var current = session;
        if (current != null) {
            current.seen(request);
        } else if (tokenRefused) {
            ledger.tokenRefused(request);
        }
    }

    private void gone(GenerationRequest request) {
        var current = session;
        if (current != null) {
            current.gone(request);
        }
    }
}
