package dev.easel.bot;

import dev.easel.bot.command.Gateway;
import dev.easel.bot.command.Services;
import dev.easel.bot.conversation.Conversation;
import dev.easel.bot.conversation.Ears;
import dev.easel.bot.delivery.Deliveries;
import dev.easel.bot.delivery.PostRemoval;
import dev.easel.bot.discord.AccessChanges;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Connection;
import dev.easel.bot.discord.ContentIntent;
import dev.easel.bot.discord.Gate;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.discord.ShardLease;
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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.requests.CloseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Discord with one token, and what works through it while this replica holds the
 * lease. Ending it at any moment loses nothing.
 */
final class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final Duration WATCH_LOOK = Duration.ofMillis(50);
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofSeconds(10);

    /** What every session of a process shares. */
    record Parts(
            BotConfig config,
            KubernetesClient client,
            Calls calls,
            Requests requests,
            Promises promises,
            Api api,
            Catalogue catalogue,
            Executor listeners,
            MeterRegistry meters,
            Clock clock,
            Pace pace) {
        Gateway gateway(boolean content) {
            var hearing = new Conversation.Hearing(!content, config.discord().ignorePrefix());
            var pool = config.pool();
            var ears = Ears.of(calls, requests, api, pool, hearing, listeners, clock);
            var pictures = config.discord().pictures();
            var services =
                    new Services(calls, requests, promises, api, catalogue, pool, pictures, clock);
            return new Gateway(services, ears);
        }
    }

    /** Discord does not take the token. */
    static final class TokenRefused extends Exception {
        private static final long serialVersionUID = 1L;

        TokenRefused(Throwable cause) {
            super("Discord refuses the token", cause);
        }
    }

    private final Parts parts;
    private final JDA jda;
    private final Gate gate;
    private final Gateway gateway;
    private final ShardLease lease;
    private final CompletableFuture<Optional<CloseCode>> ended;
    private @Nullable Deliveries deliveries;
    private @Nullable PostRemoval removal;
    private volatile boolean tokenRefused;

    private Session(Parts parts, Attempt attempt) {
        this.parts = parts;
        this.jda = attempt.jda();
        this.gate = attempt.gate();
        this.gateway = attempt.gateway();
        this.ended = gateway.ended().copy();
        jda.addEventListener(new AccessChanges(this::accessChanged));
        this.lease =
                new ShardLease(
                        parts.client(),
                        parts.config().namespace(),
                        parts.config().lease(),
                        this::lead,
                        this::follow);
    }

    /** Returns once Discord has told us of its guilds. */
    static Session open(Parts parts, Secret token) throws InterruptedException, TokenRefused {
        boolean content = ContentIntent.wanted(parts.config().discord(), token);
        var attempt = Attempt.begin(parts, token, content);
        if (!attempt.isReady(content)) {
            log.warn("Discord does not allow message content; going on without it");
            parts.meters().counter("easel.bot.intent.refused").increment();
            attempt = Attempt.begin(parts, token, false);
            attempt.isReady(false);
        }
        return new Session(parts, attempt);
    }

    /** Asks for the lease. Whatever the watch tells has to come here from now on. */
    void start() {
        lease.start();
    }

    /** A connection that is being made; Discord may make us begin twice. */
    private record Attempt(Gateway gateway, Gate gate, JDA jda) {
        static Attempt begin(Parts parts, Secret token, boolean content) throws TokenRefused {
            var gateway = parts.gateway(content);
            var gate = new Gate(gateway, parts.listeners());
            try {
                var jda = Connection.open(parts.config().discord(), token, content, gate);
                return new Attempt(gateway, gate, jda);
            } catch (InvalidTokenException e) {
                throw new TokenRefused(e);
            }
        }

        /** False if it has to be tried without message content. */
        boolean isReady(boolean content) throws InterruptedException, TokenRefused {
            try {
                jda.awaitReady();
                return true;
            } catch (IllegalStateException e) {
                var code = gateway.ended().join().orElse(null);
                if (code == CloseCode.AUTHENTICATION_FAILED) {
                    throw new TokenRefused(e);
                }
                if (content && code == CloseCode.DISALLOWED_INTENTS) {
                    return false;
                }
                throw e;
            } catch (InterruptedException e) {
                jda.shutdownNow();
                throw e;
            }
        }
    }

    boolean isConnected() {
        return jda.getStatus() == JDA.Status.CONNECTED;
    }

    synchronized boolean leads() {
        return deliveries != null;
    }

    /** Completes when the connection is over for good, with Discord's reason if it gave one. */
    CompletableFuture<Optional<CloseCode>> ended() {
        return ended;
    }

    /** Whether the session ended because Discord no longer takes its token. */
    boolean tokenRefused() {
        return tokenRefused
                || ended.getNow(Optional.empty())
                        .equals(Optional.of(CloseCode.AUTHENTICATION_FAILED));
    }

    void seen(GenerationRequest request) {
        var delivering = delivering();
        if (delivering != null) {
            delivering.seen(request);
        }
    }

    void gone(GenerationRequest request) {
        var delivering = delivering();
        if (delivering != null) {
            delivering.gone(request);
        }
    }

    /**
     * Ends in the order that lets others go on soonest: what is being posted is posted, then the
     * lease goes to another replica, then what was begun for users ends.
     */
    void close() {
        var delivering = delivering();
        try {
            if (delivering != null) {
                delivering.drain(DRAIN);
            }
            gate.shut();
            lease.release();
            if (!gate.awaitQuiet(QUIET)) {
                log.warn("some interactions were not finished");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follow();
        Connection.close(jda);
    }

    /** Ends as a crash would: nothing that is under way is waited for. */
    void kill() {
        lease.abandon();
        // Before the calls end, or who waits for one goes on as if Discord had refused it.
        follow();
        jda.shutdownNow();
    }

    private synchronized @Nullable Deliveries delivering() {
        return deliveries;
    }

    private void lead() {
        var delivering =
                new Deliveries(
                        parts.requests(),
                        jda,
                        parts.calls(),
                        parts.api(),
                        parts.meters(),
                        parts.clock(),
                        parts.pace(),
                        parts.config().discord().pictures(),
                        this::refuse);
        var removing = new PostRemoval(jda, parts.calls(), parts.api());
        synchronized (this) {
            deliveries = delivering;
            removal = removing;
        }
        removing.start();
        parts.requests().all().forEach(delivering::found);
        gate.open();
        parts.listeners().execute(this::listen);
    }

    private void follow() {
        gate.shut();
        Deliveries delivering;
        PostRemoval removing;
        synchronized (this) {
            delivering = deliveries;
            deliveries = null;
            removing = removal;
            removal = null;
        }
        if (removing != null) {
            removing.close();
        }
        if (delivering != null) {
            delivering.close();
        }
    }

    /** Begins to listen once the watch knows which messages have become requests. */
    private void listen() {
        try {
            while (!parts.requests().watching()) {
                Thread.sleep(WATCH_LOOK);
            }
            if (!leads()) {
                // Another replica took over meanwhile, and hears it.
                return;
            }
            gateway.watching(jda);
            gateway.resume(jda, parts.listeners());
        } catch (RejectedExecutionException e) {
            // This process is being ended; the next one listens.
            log.debug("ended before it listened");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accessChanged() {
        var delivering = delivering();
        if (delivering != null) {
            delivering.accessChanged();
        }
    }

    private void refuse() {
        tokenRefused = true;
        ended.complete(Optional.of(CloseCode.AUTHENTICATION_FAILED));
    }
}
