package dev.easel.bot.command;

import dev.easel.bot.text.Key;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;

/**
 * How a picture is changed by writing.
 *
 * @param hidden whether Discord hides what is not said to us
 */
record Refining(boolean hidden) {
    /** The text that says which messages are read at all. */
    Key anywhere() {
        return hidden ? Key.REFINE_BY_REPLY : Key.REFINE_BY_WRITING;
    }

    /** As {@link #anywhere}; in a thread of people not every word is taken for a wish. */
    Key in(GuildChannel channel) {
        return channel instanceof ThreadChannel thread && !thread.isOwner()
                ? Key.REFINE_BY_REPLY
                : anywhere();
    }
}
