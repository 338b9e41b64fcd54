package dev.easel.bot.conversation;

import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.request.Requests;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;

/**
 * In which threads Easel made pictures: those it opened, those that a present request belongs to,
 * and those that api has a history of. Only the last costs a call, whose answer is kept for a
 * while.
 */
final class OwnThreads {
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int THREADS_MAX = 10_000;

    /** Whether pictures were made in a thread. */
    enum Standing {
        KNOWN,
        STRANGE,
        /** api does not answer. */
        UNSURE
    }

    private record Answer(boolean known, long nanoTime) {}

    private final Requests requests;
    private final Api api;
    private final Map<String, Answer> answers =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
                    return size() > THREADS_MAX;
                }
            };

    OwnThreads(Requests requests, Api api) {
        this.requests = requests;
        this.api = api;
    }

    Standing of(ThreadChannel thread) {
        return ownsByItself(thread) ? Standing.KNOWN : asApiSays(thread);
    }

    /** As far as can be said without a call. */
    boolean ownsByItself(ThreadChannel thread) {
        return thread.isOwner() || requests.inThread(thread.getId()).findAny().isPresent();
    }

    private Standing asApiSays(ThreadChannel thread) {
        long now = System.nanoTime();
        synchronized (answers) {
            var kept = answers.get(thread.getId());
            if (kept != null && now - kept.nanoTime() < MEMORY.toNanos()) {
                return standing(kept.known());
            }
        }
        try {
            var known = api.thread(thread.getId(), thread.getGuild().getId()).isPresent();
            synchronized (answers) {
                answers.put(thread.getId(), new Answer(known, now));
            }
            return standing(known);
        } catch (ApiUnavailable e) {
            // Nothing is decided by silence: the next message asks again.
            return Standing.UNSURE;
        }
    }

    private static Standing standing(boolean known) {
        return known ? Standing.KNOWN : Standing.STRANGE;
    }
}
