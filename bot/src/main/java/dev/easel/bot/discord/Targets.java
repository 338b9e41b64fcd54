package dev.easel.bot.discord;

import dev.easel.crds.v1alpha1.Delivery;
import java.util.Optional;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.requests.restaction.pagination.ThreadChannelPaginationAction;
import org.jspecify.annotations.Nullable;

/** Finds the thread or channel that a request names, also after the thread was archived. */
public final class Targets {
    private static final int ARCHIVED_MAX = 1000;

    /** What there is under an id. */
    public sealed interface Target {
        record Open(GuildMessageChannel channel) implements Target {}

        /** Deleted, or out of our sight for good. */
        record Gone() implements Target {}

        /** Discord has not told us yet; ask again. */
        record Unknown() implements Target {}
    }

    private final JDA jda;
    private final Calls calls;

    public Targets(JDA jda, Calls calls) {
        this.jda = jda;
        this.calls = calls;
    }

    /**
     * @param guildId where to look for a thread that Discord did not announce, if known
     */
    public Target find(Delivery.Discord where, @Nullable String guildId) {
        var id = where.threadID() != null ? where.threadID() : where.channelID();
        if (id == null) {
            return new Target.Gone();
        }
        var cached = jda.getChannelById(GuildMessageChannel.class, id);
        if (cached != null) {
            return new Target.Open(cached);
        }
        if (jda.getStatus() != JDA.Status.CONNECTED) {
            return new Target.Unknown();
        }
        var parent =
                where.channelID() == null
                        ? null
                        : jda.getChannelById(GuildChannel.class, where.channelID());
        var guild = parent != null ? parent.getGuild() : guild(guildId);
        if (guild == null) {
            return jda.getUnavailableGuilds().isEmpty() ? new Target.Gone() : new Target.Unknown();
        }
        if (parent != null
                && !guild.getSelfMember().hasPermission(parent, Permission.VIEW_CHANNEL)) {
            // Discord shows no threads of a channel that it hides; it may show them again.
            throw Access.missing(Permission.VIEW_CHANNEL, parent);
        }
        return active(guild, id)
                .or(() ->
                        archived(
                                parent, id, IThreadContainer::retrieveArchivedPublicThreadChannels))
                .or(() -> archived(parent, id, Targets::archivedPrivately))
                .<Target>map(Target.Open::new)
                .orElseGet(Target.Gone::new);
    }

    private @Nullable Guild guild(@Nullable String id) {
        return id == null || !id.matches("[0-9]{1,20}") ? null : jda.getGuildById(id);
    }

    private Optional<ThreadChannel> active(Guild guild, String id) {
        return calls.repeated(guild::retrieveActiveThreads).stream()
                .filter(t -> t.getId().equals(id))
                .findFirst();
    }

    /** Those that the bot opened, and with Manage Threads all others. */
    private static ThreadChannelPaginationAction archivedPrivately(IThreadContainer container) {
        var self = container.getGuild().getSelfMember();
        return self.hasPermission(container, Permission.MANAGE_THREADS)
                ? container.retrieveArchivedPrivateThreadChannels()
                : container.retrieveArchivedPrivateJoinedThreadChannels();
    }

    private static Optional<ThreadChannel> archived(
            @Nullable GuildChannel parent,
            String id,
            Function<IThreadContainer, ThreadChannelPaginationAction> archive) {
        if (!(parent instanceof IThreadContainer container)) {
            return Optional.empty();
        }
        try {
            return archive.apply(container).stream()
                    .limit(ARCHIVED_MAX)
                    .filter(t -> t.getId().equals(id))
                    .findFirst();
        } catch (RuntimeException e) {
            throw DiscordFailure.of(e);
        }
    }
}
