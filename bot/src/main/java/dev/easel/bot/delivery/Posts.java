package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.ThreadState;
import dev.easel.bot.request.Requests;
import dev.easel.bot.text.Texts;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
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
    private final Requests requests;

    Posts(Calls calls, Api api, Requests requests) {
        this.calls = calls;
        this.api = api;
        this.requests = requests;
    }

    /** Posts what is missing of a result; answers all its message ids in order. */
    List<String> result(String uid, GuildMessageChannel channel, OwnMessages own, Texts texts) {
        var detail = api.detail(uid);
        var pictures = detail.images().stream().map(api::image).toList();
        var extras = extras(detail, channel);
        long bytesMax = channel.getGuild().getMaxFileSize() - MARGIN_BYTES;
        for (int shrink = 0; ; shrink++) {
            try {
                return post(uid, channel, own, messages(detail, pictures, bytesMax, extras, texts));
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

    private Extras extras(RequestDetail detail, GuildMessageChannel channel) {
        var source = detail.source();
        var url =
                source == null
                        ? null
                        : requests.byUid(source.requestId().toString())
                                .flatMap(r -> url(r, channel.getGuild().getId()))
                                .orElse(null);
        return new Extras(url, manyRefinements(channel).orElse(null));
    }

    /** An offer is a courtesy: a result never waits for it. */
    private Optional<Integer> manyRefinements(GuildMessageChannel channel) {
        if (!(channel instanceof ThreadChannel)) {
            return Optional.empty();
        }
        try {
            return api.thread(channel.getId(), channel.getGuild().getId())
                    .filter(ThreadState::continueOffered)
                    .map(ThreadState::refinements);
        } catch (ApiUnavailable e) {
            return Optional.empty();
        }
    }

    private static Optional<String> url(GenerationRequest source, String guildId) {
        var status = source.getStatus();
        var posted = status == null ? null : status.delivery();
        var requester = source.getSpec().requester();
        boolean here = requester != null && guildId.equals(requester.tenant());
        return posted == null || !here || posted.messageIDs().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Message.JUMP_URL,
                                guildId,
                                posted.threadID(),
                                posted.messageIDs().getFirst()));
    }

    private static List<ResultMessage> messages(
            RequestDetail detail,
            List<byte[]> pictures,
            long bytesMax,
            Extras extras,
            Texts texts) {
        var stem = "easel-" + detail.requestId().toString().substring(0, 8) + "-";
        var files = new ArrayList<Upload>();
        for (int i = 0; i < pictures.size(); i++) {
            files.add(Upload.fit(stem + (i + 1), pictures.get(i), bytesMax));
        }
        return ResultMessage.of(detail, files, bytesMax, extras, texts);
    }
}
