package dev.easel.bot.request;

import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.ChannelType;
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
        if (!(channel instanceof ThreadChannel) && !(channel instanceof IThreadContainer)) {
            return Optional.of(texts.get(Key.ERROR_PLACE));
        }
        var needed = needed(channel);
        needed.addAll(List.of(more));
        var missing = missing(channel, needed);
        return missing.isEmpty() ? Optional.empty() : Optional.of(lacking(channel, missing, texts));
    }

    /** The text for a call that Discord refused; it does not say which permission was missing. */
    static String refused(GuildChannel channel, Texts texts) {
        var needed = needed(channel);
        needed.add(Permission.MESSAGE_SEND);
        var missing = missing(channel, needed);
        return lacking(channel, missing.isEmpty() ? List.copyOf(needed) : missing, texts);
    }

    /** As {@link #problem}, for a picture that only its asker is to see. */
    public static Optional<String> privateProblem(GuildChannel channel, Texts texts) {
        if (channel instanceof ThreadChannel) {
            return Optional.of(texts.get(Key.ERROR_PRIVATE_PLACE));
        }
        // Discord has private threads under text channels only.
        if (channel.getType() != ChannelType.TEXT) {
            return Optional.of(texts.get(Key.ERROR_PLACE));
        }
        var needed = needed(channel);
        needed.remove(Permission.CREATE_PUBLIC_THREADS);
        needed.add(Permission.CREATE_PRIVATE_THREADS);
        var missing = missing(channel, needed);
        return missing.isEmpty() ? Optional.empty() : Optional.of(lacking(channel, missing, texts));
    }

    /** Without these no picture is posted in the channel, or in a thread of it. */
    public static EnumSet<Permission> needed(GuildChannel channel) {
        var needed =
                EnumSet.of(
                        Permission.VIEW_CHANNEL,
                        Permission.MESSAGE_SEND_IN_THREADS,
                        Permission.MESSAGE_ATTACH_FILES,
                        Permission.MESSAGE_HISTORY);
        if (!(channel instanceof ThreadChannel)) {
            needed.add(Permission.CREATE_PUBLIC_THREADS);
        }
        return needed;
    }

    /** The permission as the user's Discord client calls it. */
    public static String name(Permission permission, Texts texts) {
        return texts.permission(permission.name()).orElseGet(permission::getName);
    }

    private static List<Permission> missing(GuildChannel channel, EnumSet<Permission> needed) {
        var self = channel.getGuild().getSelfMember();
        return needed.stream().filter(p -> !self.hasPermission(channel, p)).toList();
    }

    private static String lacking(GuildChannel channel, List<Permission> missing, Texts texts) {
        var names =
                missing.stream()
                        .map(p -> name(p, texts))
                        .collect(Collectors.joining(texts.get(Key.LIST_COMMA)));
        return texts.get(Key.ERROR_PERMISSION, names, "<#" + channel.getId() + ">");
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
