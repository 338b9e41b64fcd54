package dev.easel.bot.discord;

import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel.AutoArchiveDuration;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.requests.restaction.ThreadChannelAction;
import org.jspecify.annotations.Nullable;

/**
 * Makes threads. One that starts from a message has the message's id, so a repeat finds it; a
 * private one is looked for among those that are there before it is made again.
 */
public final class NewThread {
    private NewThread() {}

    /** The thread's id; absent if the server has no room for one, then the channel serves. */
    public static @Nullable String from(
            Calls calls, GuildChannel channel, long messageId, String name) {
        if (!(channel instanceof IThreadContainer container)) {
            throw new IllegalStateException("checked before: threads can be made here");
        }
        try {
            return calls.repeated(() ->
                            container
                                    .createThreadChannel(name, messageId)
                                    .setAutoArchiveDuration(AutoArchiveDuration.TIME_24_HOURS))
                    .getId();
        } catch (DiscordFailure e) {
            return switch (e.kind()) {
                case THREAD_EXISTS -> Long.toString(messageId);
                case THREADS_FULL -> null;
                default -> throw e;
            };
        }
    }

    /**
     * A thread that only the user and moderators see; absent if the server has no room for one.
     *
     * @param userId who is to see it
     * @param since an id made before the thread, which tells it from older ones
     * @param perhapsMade whether another process may have made it
     */
    public static @Nullable String privately(
            Calls calls,
            GuildChannel channel,
            String userId,
            String name,
            long since,
            boolean perhapsMade) {
        if (!(channel instanceof IThreadContainer container)) {
            throw new IllegalStateException("checked before: threads can be made here");
        }
        try {
            var thread =
                    perhapsMade
                            ? foundOrMade(calls, container, name, since)
                            : made(calls, container, name, since);
            calls.repeated(() -> thread.addThreadMemberById(userId));
            return thread.getId();
        } catch (DiscordFailure e) {
            if (e.kind() == DiscordFailure.Kind.THREADS_FULL) {
                return null;
            }
            throw e;
        }
    }

    private static ThreadChannel made(
            Calls calls, IThreadContainer container, String name, long since) {
        try {
            return calls.once(() -> privateThread(container, name));
        } catch (DiscordFailure e) {
            if (e.kind() != DiscordFailure.Kind.UNAVAILABLE) {
                throw e;
            }
            // It may have been made although the answer was lost.
            return foundOrMade(calls, container, name, since);
        }
    }

    /** One that somebody was let into already is not ours: another asked for the same picture. */
    private static ThreadChannel foundOrMade(
            Calls calls, IThreadContainer container, String name, long since) {
        return calls.repeated(container.getGuild()::retrieveActiveThreads).stream()
                .filter(t -> t.getIdLong() > since && t.isOwner() && t.getName().equals(name))
                .filter(t -> t.getParentChannel().equals(container) && t.getMemberCount() <= 1)
                .findFirst()
                .orElseGet(() -> calls.once(() -> privateThread(container, name)));
    }

    private static ThreadChannelAction privateThread(IThreadContainer container, String name) {
        return container
                .createThreadChannel(name, true)
                .setInvitable(false)
                .setAutoArchiveDuration(AutoArchiveDuration.TIME_24_HOURS);
    }
}
