package dev.easel.bot.delivery;

import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.RequestSource;
import java.time.Duration;
import java.time.Instant;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whom an answer is for.
 *
 * @param texts in the requester's language, else in the server's
 * @param called the requester's id where the answer calls them back, since it took so long that
 *     they have looked away; people who asked elsewhere are nobody's to call
 */
record Reader(Texts texts, @Nullable String called) {
    static final Duration LOOKS_AWAY_AFTER = Duration.ofSeconds(60);

    static Reader of(GenerationRequest request, GuildMessageChannel channel, Instant now) {
        var requester = request.getSpec().requester();
        var locale = requester == null ? null : requester.locale();
        var texts = Texts.of(locale == null ? channel.getGuild().getLocale().getLocale() : locale);
        var asked = Instant.parse(request.getMetadata().getCreationTimestamp());
        if (requester == null
                || requester.source() != RequestSource.DISCORD
                || !asked.plus(LOOKS_AWAY_AFTER).isBefore(now)) {
            return new Reader(texts, null);
        }
        return new Reader(texts, requester.userID());
    }

    Reader uncalled() {
        return new Reader(texts, null);
    }

    /** The line that calls the reader; empty where nobody is called. */
    String call() {
        return called == null ? "" : "\n<@" + called + ">";
    }
}
