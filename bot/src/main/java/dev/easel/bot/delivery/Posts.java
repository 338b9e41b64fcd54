package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.live.Api;
import dev.easel.bot.text.Texts;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;

/**
 * Posts what is posted once. Before each message the thread is asked whether it is already there;
 * the nonce covers a lost answer, and a second process in the same moment.
 */
final class Posts {
    private static final long MARGIN_BYTES = 64 << 10;
    private static final int SHRINKS_MAX = 4;

    private final Calls calls;
    private final Api api;

    Posts(Calls calls, Api api) {
        this.calls = calls;
        this.api = api;
    }

    /** Posts what is missing of a result; answers all its message ids in order. */
    List<String> result(String uid, GuildMessageChannel channel, OwnMessages own, Texts texts) {
        var detail = api.detail(uid);
        var pictures = detail.images().stream().map(api::image).toList();
        long bytesMax = channel.getGuild().getMaxFileSize() - MARGIN_BYTES;
        for (int shrink = 0; ; shrink++) {
            try {
                return post(uid, channel, own, messages(detail, pictures, bytesMax, texts));
            } catch (DiscordFailure e) {
                if (e.kind() != DiscordFailure.Kind.TOO_LARGE || shrink == SHRINKS_MAX) {
                    throw e;
                }
                // The limit that Discord applies can be smaller than the one it publishes.
                bytesMax /= 2;
            }
        }
    }

    List<String> failure(FailureMessage failure, GuildMessageChannel channel, OwnMessages own) {
        return List.of(once(failure.uid(), FailureMessage.PLACE, channel, own, failure::container));
    }

    private List<String> post(
            String uid,
            GuildMessageChannel channel,
            OwnMessages own,
            List<ResultMessage> messages) {
        var ids = new ArrayList<String>();
        for (var message : messages) {
            ids.add(once(uid, message.place(), channel, own, message::container));
        }
        return ids;
    }

    private String once(
            String uid,
            String place,
            GuildMessageChannel channel,
            OwnMessages own,
            Supplier<Container> container) {
        return own.at(place)
                .map(OwnMessages.Own::id)
                .orElseGet(() ->
                        calls.repeated(() ->
                                        channel.sendMessageComponents(container.get())
                                                .setNonce(Nonce.of(uid, place)))
                                .getId());
    }

    private static List<ResultMessage> messages(
            RequestDetail detail, List<byte[]> pictures, long bytesMax, Texts texts) {
        var stem = "easel-" + detail.requestId().toString().substring(0, 8) + "-";
        var files = new ArrayList<Upload>();
        for (int i = 0; i < pictures.size(); i++) {
            files.add(Upload.fit(stem + (i + 1), pictures.get(i), bytesMax));
        }
        return ResultMessage.of(detail, files, bytesMax, texts);
    }
}
