package dev.easel.bot.delivery;

import dev.easel.bot.card.CardBudget;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDA;

/** Gives every request that wants something of the bot one follower, and each its news. */
public final class Deliveries implements AutoCloseable {
    private final ConcurrentHashMap<String, Follower> followers = new ConcurrentHashMap<>();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("follow-", 0).factory());
    private final Tools tools;
    private volatile boolean closed;

    /**
     * @param tokenRefused told when Discord does not take the token any more
     */
    public Deliveries(
            Requests requests,
            JDA jda,
            Calls calls,
            Api api,
            MeterRegistry meters,
            Clock clock,
            Pace pace,
            Pictures pictures,
            Runnable tokenRefused) {
        this.tools =
                new Tools(
                        new Targets(jda, calls),
                        calls,
                        new Posts(calls, api, requests),
                        new Ledger(requests, meters, clock),
                        new CardBudget(),
                        api,
                        meters,
                        clock,
                        pace,
                        pictures,
                        tokenRefused);
    }

    /** A request that was there when this replica took over: others may have begun with it. */
    public void found(GenerationRequest request) {
        begin(request, false);
    }

    /** Called by the watch for every change, in order for each request. */
    public void seen(GenerationRequest request) {
        if (!begin(request, true)) {
            var following = followers.get(request.getMetadata().getUid());
            if (following != null) {
                following.update(request);
            }
        }
    }

    public void gone(GenerationRequest request) {
        var uid = request.getMetadata().getUid();
        settled.remove(uid);
        var following = followers.get(uid);
        if (following != null) {
            following.stop();
        }
    }

    /** What the bot may do somewhere has changed, perhaps to what a delivery waits for. */
    public void accessChanged() {
        followers.values().forEach(Follower::accessChanged);
    }

    /** Lets what is being posted end, and begins nothing more. */
    public void drain(Duration max) throws InterruptedException {
        closed = true;
        followers.values().forEach(Follower::drain);
        threads.shutdown();
        threads.awaitTermination(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends at once and loses nothing: the next process reads where each request stands. */
    @Override
    public void close() {
        closed = true;
        // An interrupt alone can be lost in a library that waits.
        followers.values().forEach(Follower::stop);
        threads.shutdownNow();
    }

    private synchronized boolean begin(GenerationRequest request, boolean news) {
        var uid = request.getMetadata().getUid();
        if (closed
                || settled.contains(uid)
                || followers.containsKey(uid)
                || Step.of(request) instanceof Step.Ignore) {
            return false;
        }
        boolean fresh = news && request.getStatus() == null;
        var follower = new Follower(tools, request, fresh);
        followers.put(uid, follower);
        threads.execute(() -> follow(uid, follower));
        return true;
    }

    private void follow(String uid, Follower follower) {
        follower.run();
        if (!follower.stopped()) {
            // Events that were on their way while the outcome was written must not start it again.
            settled.add(uid);
        }
        followers.remove(uid);
    }
}
