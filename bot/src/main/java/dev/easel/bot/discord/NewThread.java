package dev.easel.bot.discord;

import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel.AutoArchiveDuration;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import org.jspecify.annotations.Nullable;

/** Makes threads from messages: such a thread has the message's id, so a repeat finds it. */
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
}
