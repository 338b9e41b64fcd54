package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.attribute.IThreadContainer;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import org.jspecify.annotations.Nullable;

/** Whether a request made in a channel can be answered there. */
public final class Place {
    private Place() {}

    /**
     * The text that names everything that is missing, or nothing.
     *
     * @param more what is needed besides, where not only a thread is made and written in
     */
    public static Optional<String> problem(GuildChannel channel, Texts texts, Permission... more) {
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
        needed.addAll(List.of(more));
        var self = channel.getGuild().getSelfMember();
        var missing =
                needed.stream()
                        .filter(p -> !self.hasPermission(channel, p))
                        .map(p -> texts.permission(p.name()).orElseGet(p::getName))
                        .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        texts.get(Key.ERROR_PERMISSION, missing, "<#" + channel.getId() + ">"));
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
