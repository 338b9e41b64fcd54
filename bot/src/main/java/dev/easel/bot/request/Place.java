package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.EnumSet;
import java.util.Optional;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import org.jspecify.annotations.Nullable;

/** Whether a request made in a channel can be answered there. */
public final class Place {
    private Place() {}

    /** The text that says what is missing, or nothing. */
    public static Optional<String> problem(GuildChannel channel, Texts texts) {
        boolean thread = channel instanceof ThreadChannel;
        if (!thread && !(channel instanceof IThreadContainer)) {
            return Optional.of(texts.get(Key.ERROR_PLACE));
        }
        var needed =
                EnumSet.of(
                        Permission.VIEW_CHANNEL,
                        Permission.MESSAGE_SEND_IN_THREADS,
                        Permission.MESSAGE_ATTACH_FILES,
                        Permission.MESSAGE_HISTORY);
        if (!thread) {
            needed.add(Permission.CREATE_PUBLIC_THREADS);
        }
        var self = channel.getGuild().getSelfMember();
        return needed.stream()
                .filter(p -> !self.hasPermission(channel, p))
                .findFirst()
                .map(p ->
                        texts.get(Key.ERROR_PERMISSION, p.getName(), "<#" + channel.getId() + ">"));
    }

    /** The channel that a thread belongs to, and any other channel itself. */
    public static String parentId(GuildChannel channel) {
        return channel instanceof ThreadChannel thread
                ? thread.getParentChannel().getId()
                : channel.getId();
    }

    /** The thread's id; absent in any other channel. */
    public static @Nullable String threadId(GuildChannel channel) {
        return channel instanceof ThreadChannel ? channel.getId() : null;
    }
}
