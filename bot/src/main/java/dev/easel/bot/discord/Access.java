package dev.easel.bot.discord;

import java.util.List;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;

/** What it takes to post in a place, asked before any call: each refused one counts to a ban. */
public final class Access {
    private Access() {}

    /** Fails with the name of what is missing and of the channel. */
    public static void check(GuildMessageChannel channel) {
        boolean thread = channel instanceof ThreadChannel;
        var needed =
                List.of(
                        Permission.VIEW_CHANNEL,
                        thread ? Permission.MESSAGE_SEND_IN_THREADS : Permission.MESSAGE_SEND,
                        Permission.MESSAGE_ATTACH_FILES,
                        // Without it nobody can tell whether something was posted already.
                        Permission.MESSAGE_HISTORY);
        var self = channel.getGuild().getSelfMember();
        needed.stream()
                .filter(p -> !self.hasPermission(channel, p))
                .findFirst()
                .ifPresent(p -> {
                    throw missing(p, channel);
                });
        if (channel instanceof ThreadChannel t
                && t.isLocked()
                && !self.hasPermission(channel, Permission.MANAGE_THREADS)) {
            throw DiscordFailure.locked();
        }
    }

    /** A thread can only be seen where its parent can. */
    static DiscordFailure missing(Permission permission, GuildChannel channel) {
        return DiscordFailure.forbidden(
                "the bot may not \""
                        + permission.getName()
                        + "\" in #"
                        + channel.getName()
                        + " ("
                        + channel.getId()
                        + ")");
    }
}
