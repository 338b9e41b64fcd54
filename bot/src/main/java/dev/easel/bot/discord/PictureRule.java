package dev.easel.bot.discord;

import net.dv8tion.jda.api.entities.channel.attribute.IAgeRestrictedChannel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;

/** Where an installation shows its pictures, and how. A thread has the rule of its channel. */
public enum PictureRule {
    /** Everywhere as they are. */
    OPEN,
    /** Behind a click, but in age-restricted channels as they are. */
    SPOILER,
    /** In age-restricted channels only. */
    AGE_RESTRICTED;

    public boolean shows(GuildChannel channel) {
        return this != AGE_RESTRICTED || isAgeRestricted(channel);
    }

    public boolean hides(GuildChannel channel) {
        return this == SPOILER && !isAgeRestricted(channel);
    }

    private static boolean isAgeRestricted(GuildChannel channel) {
        var parent = channel instanceof ThreadChannel t ? t.getParentChannel() : channel;
        return parent instanceof IAgeRestrictedChannel restricted && restricted.isNSFW();
    }
}
