package dev.easel.bot.conversation;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.ThreadState;
import dev.easel.bot.request.NewRequest;
import dev.easel.bot.request.Requests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.MessageReaction;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.utils.TimeUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what was written in Easel's open threads while no process listened. A new process begins
 * after the newest message that has become a request; what it hears twice makes one request.
 */
public final class CatchUp {
    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    /** Discord closes a thread of ours after so long without a word. */
    private static final Duration AGE_MAX = Duration.ofHours(24);

    private static final int PAGE = 100;
    private static final int PAGES_MAX = 5;

    private final Calls calls;
    private final Requests requests;
    private final Api api;
    private final Conversation conversation;
    private final Clock clock;

    public CatchUp(
            Calls calls, Requests requests, Api api, Conversation conversation, Clock clock) {
        this.calls = calls;
        this.requests = requests;
        this.api = api;
        this.conversation = conversation;
        this.clock = clock;
    }

    /** Puts each open thread's missed messages before those that come from now on. */
    public void run(JDA jda) {
        jda.getGuilds().stream()
                .flatMap(g -> g.getThreadChannels().stream())
                .filter(t -> !t.isArchived() && conversation.ownsByItself(t))
                .forEach(t -> {
                    // Looked up now: what is said from now on must not hide what was missed.
                    long after = lastHandled(t);
                    if (t.getLatestMessageIdLong() > after || t.getLatestMessageIdLong() == 0) {
                        conversation.inLane(t.getId(), () -> hear(t, after));
                    }
                });
    }

    private void hear(ThreadChannel thread, long after) {
        var missed = missed(thread, after);
        if (!missed.isEmpty()) {
            log.atInfo()
                    .addKeyValue("discord.thread", thread.getId())
                    .addKeyValue("messages", missed.size())
                    .log("hearing what was written meanwhile");
        }
        if (!missed.isEmpty()) {
            var known = known(thread);
            missed.stream().filter(m -> !known.has(m)).forEach(conversation::hearLate);
        }
    }

    /** What became requests of a thread although neither resource nor mark is left of them. */
    private record Known(Set<String> names, @Nullable Instant resetAt) {
        /** What was written before a reset starts from nothing any more. */
        boolean has(Message message) {
            var written = message.getTimeCreated().toInstant();
            return names.contains(NewRequest.name(message.getId()))
                    || (resetAt != null && written.isBefore(resetAt));
        }
    }

    /** While api is away a word may be heard twice in this one case, but none is lost. */
    private Known known(ThreadChannel thread) {
        try {
            return api.thread(thread.getId(), thread.getGuild().getId())
                    .map(state ->
                            new Known(
                                    state.generations().stream()
                                            .map(ThreadState.Generation::name)
                                            .collect(Collectors.toSet()),
                                    state.resetAt()))
                    .orElseGet(() -> new Known(Set.of(), null));
        } catch (ApiUnavailable e) {
            log.atWarn()
                    .addKeyValue("discord.thread", thread.getId())
                    .log("api does not say which messages were heard before");
            return new Known(Set.of(), null);
        }
    }

    private List<Message> missed(ThreadChannel thread, long start) {
        var missed = new ArrayList<Message>();
        long after = start;
        for (int page = 0; page < PAGES_MAX; page++) {
            var from = Long.toUnsignedString(after);
            List<Message> messages;
            try {
                messages =
                        calls.repeated(() -> thread.getHistoryAfter(from, PAGE))
                                .getRetrievedHistory();
            } catch (DiscordFailure e) {
                log.atWarn()
                        .addKeyValue("discord.thread", thread.getId())
                        .addKeyValue("discord.code", e.code())
                        .log("history not read");
                break;
            }
            messages.stream()
                    .sorted(Comparator.comparing(Message::getIdLong))
                    .filter(m -> m.getReactions().stream().noneMatch(MessageReaction::isSelf))
                    .forEach(missed::add);
            if (messages.size() < PAGE) {
                break;
            }
            after = messages.stream().mapToLong(Message::getIdLong).max().orElse(after);
        }
        return missed;
    }

    /** The newest message or press of the thread that has a request, if it is not too old. */
    private long lastHandled(ThreadChannel thread) {
        long oldest = TimeUtil.getDiscordTimestamp(clock.instant().minus(AGE_MAX).toEpochMilli());
        return requests.inThread(thread.getId())
                .flatMap(r -> NewRequest.eventId(r.getMetadata().getName()).stream())
                .reduce(Math.max(oldest, thread.getIdLong()), Math::max);
    }
}
