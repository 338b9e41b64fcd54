package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.Targets;
import dev.easel.bot.live.Api;
import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.GenerationRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.dv8tion.jda.api.JDA;

/** Gives every request that wants something of the bot one follower, and each its news. */
public final class Deliveries implements AutoCloseable {
    private final ConcurrentHashMap<String, Follower> followers = new ConcurrentHashMap<>();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("follow-", 0).factory());
    private final Tools tools;
    private volatile boolean closed;

    public Deliveries(
            Requests requests, JDA jda, Calls calls, Api api, MeterRegistry meters, Clock clock) {
        this.tools =
                new Tools(
                        requests,
                        new Targets(jda, calls),
                        calls,
                        new Posts(calls, api, requests),
                        api,
                        meters,
                        clock);
    }

    /** Called by the watch for every change, in order for each request. */
    public void seen(GenerationRequest request) {
        var uid = request.getMetadata().getUid();
        if (closed || settled.contains(uid)) {
            return;
        }
        var following = followers.get(uid);
        if (following != null) {
            following.update(request);
        } else if (!(Step.of(request) instanceof Step.Ignore)) {
            var follower = new Follower(tools, request);
            followers.put(uid, follower);
            threads.execute(() -> follow(uid, follower));
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

    /** Ends at once and loses nothing: the next process reads where each request stands. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
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
