package dev.easel.bot.request;

import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.text.Key;
import dev.easel.bot.text.Texts;
import java.util.Optional;
import net.dv8tion.jda.api.entities.channel.middleman.GuildChannel;

/** What a user is told when Discord does not let the bot do something, by Discord's error code. */
public final class DiscordTrouble {
    private DiscordTrouble() {}

    /**
     * The text of a code; absent where nobody is left to tell. A code that says nothing to a user
     * is our fault, or Discord's.
     */
    static Optional<Key> key(int code) {
        return switch (code) {
            case 50013, 50001 -> Optional.of(Key.ERROR_PERMISSION);
            case 40005, 50045, 400001 -> Optional.of(Key.ERROR_UPLOAD);
            case 200000, 200001, 240000, 20009 -> Optional.of(Key.ERROR_AUTOMOD);
            case 160006 -> Optional.of(Key.ERROR_THREADS_FULL);
            case 160005, 50083 -> Optional.of(Key.ERROR_THREAD_LOCKED);
            case 10008 -> Optional.of(Key.ERROR_MESSAGE_GONE);
            case 0, 429, 500, 502, 503, 504 -> Optional.of(Key.ERROR_DISCORD);
            // The interaction is over, or another process answers it.
            case 10062, 10015, 50027, 40060 -> Optional.empty();
            default -> Optional.of(Key.ERROR_INTERNAL);
        };
    }

    /**
     * The whole text with the id that finds the log lines.
     *
     * @param channel where it was tried
     */
    public static Optional<String> text(
            DiscordFailure failure, GuildChannel channel, String id, Texts texts) {
        var here = "<#" + channel.getId() + ">";
        return key(failure.code())
                .map(key ->
                        switch (key) {
                            case ERROR_PERMISSION -> Place.refused(channel, texts);
                            case ERROR_UPLOAD -> upload(channel, texts);
                            case ERROR_THREAD_LOCKED -> texts.get(key, here);
                            default -> texts.get(key);
                        })
                .map(text -> texts.withId(text, id));
    }

    private static String upload(GuildChannel channel, Texts texts) {
        // Discord does not say how large it was: only that it was larger than this.
        var limit = texts.size(channel.getGuild().getMaxFileSize());
        return texts.get(Key.ERROR_UPLOAD, "> " + limit, limit);
    }
}
