package dev.easel.bot.discord;

import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;

/**
 * How pictures may be shown.
 *
 * @param fileBytesMax what a file may have at most, besides what a server takes
 */
public record Pictures(PictureRule rule, long fileBytesMax) {
    public static final Pictures ANY = new Pictures(PictureRule.OPEN, Long.MAX_VALUE);

    public boolean shows(GuildChannel channel) {
        return rule.shows(channel);
    }

    public boolean hides(GuildChannel channel) {
        return rule.hides(channel);
    }

    /** The most that one file may have in a server, in bytes. */
    public long fileBytesMax(Guild guild) {
        return Math.min(guild.getMaxFileSize(), fileBytesMax);
    }
}
