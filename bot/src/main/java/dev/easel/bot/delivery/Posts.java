package dev.easel.bot.delivery;

import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.OwnMessages;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.live.Api;
import dev.easel.bot.live.Api.ApiUnavailable;
import dev.easel.bot.live.ThreadState;
import dev.easel.bot.request.Requests;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.client.RequestDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import net.dv8tion.jda.api.components.container.Container;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.requests.restaction.MessageCreateAction;

/**
 * Posts what is posted once. Before each message the thread is asked whether it is already there;
 * the nonce covers a lost answer, and a second process in the same moment.
 */
final class Posts {
    private static final long MARGIN_BYTES = 64 << 10;
    private static final int SHRINKS_MAX = 6;
    private static final double SHRINK = 0.7;

    /** Of pictures in memory, all deliveries together, in KiB. */
    private static final int MEMORY = 64 << 10;

    /** api lists a picture and does not have it: deleted in this moment, or lost by its store. */
    static final class PictureMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PictureMissing() {
            super("a picture of the result is not in the store");
        }
    }

    private final Calls calls;
    private final Api api;
    private final Requests requests;
    private final Semaphore memory = new Semaphore(MEMORY, true);

    Posts(Calls calls, Api api, Requests requests) {
        this.calls = calls;
        this.api = api;
        this.requests = requests;
    }

    /** One logical message: where it goes, what it is called there, and whom it calls. */
    private record Slot(String uid, String place, GuildMessageChannel channel, Reader reader) {}

    /**
     * Posts what is missing of a result; answers the ids of its messages in order, or nothing if
     * api keeps no result of the request any more.
     */
    Optional<List<String>> result(
            String uid,
            GuildMessageChannel channel,
            OwnMessages own,
            Pictures pictures,
            Reader reader)
            throws InterruptedException {
        // A request that was deleted may be known again, of which nothing is stored.
        var found = api.found(uid).filter(detail -> !detail.images().isEmpty());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(result(found.get(), channel, own, pictures, reader));
    }

    private List<String> result(
            RequestDetail detail,
            GuildMessageChannel channel,
            OwnMessages own,
            Pictures pictures,
            Reader reader)
            throws InterruptedException {
        var extras = extras(detail, channel);
        long limit = Math.min(pictures.fileBytesMax(channel.getGuild()), PictureGroup.BYTES_MAX);
        var look = new Look(limit, pictures.hides(channel), false);
        var ids = new ArrayList<String>();
        for (var group : PictureGroup.of(detail.images())) {
            // One call is enough for all messages of a result.
            var called = group.ordinal() == 0 ? reader : reader.uncalled();
            var slot = new Slot(detail.requestId().toString(), group.place(), channel, called);
            var there = own.at(slot.place()).map(OwnMessages.Own::id);
            if (there.isPresent()) {
                ids.add(there.get());
                continue;
            }
            int share = (int) Math.min(MEMORY, group.bytes() / 1024 + 1);
            memory.acquire(share);
            try {
                post(slot, own, detail, group, look, extras).ifPresent(ids::add);
            } finally {
                memory.release(share);
            }
        }
        return ids;
    }

    List<String> failure(FailureMessage failure, GuildMessageChannel channel, OwnMessages own) {
        var slot = new Slot(failure.uid(), FailureMessage.PLACE, channel, failure.reader());
        return once(slot, own, failure::container).stream().toList();
    }

    /** Steps down until the server takes it: smaller files, links only, and without words. */
    private Optional<String> post(
            Slot slot,
            OwnMessages own,
            RequestDetail detail,
            PictureGroup group,
            Look first,
            Extras extras) {
        var pictures =
                group.images().stream()
                        .map(i -> api.image(i).orElseThrow(PictureMissing::new))
                        .toList();
        var look = first;
        long bytesMax = first.limitBytes() - MARGIN_BYTES;
        for (int shrink = 0; ; ) {
            var files =
                    shrink > SHRINKS_MAX
                            ? List.<Upload>of()
                            : files(detail, group, pictures, bytesMax);
            var message = ResultMessage.of(detail, group, files, look, extras, slot.reader());
            try {
                return once(slot, own, message::container);
            } catch (DiscordFailure e) {
                switch (e.kind()) {
                    case TOO_LARGE -> {
                        if (files.isEmpty()) {
                            throw e;
                        }
                        // The limit that Discord applies can be smaller than the one it tells.
                        shrink++;
                        bytesMax =
                                (long)
                                        (files.stream().mapToInt(Upload::size).max().orElse(0)
                                                * SHRINK);
                    }
                    case FILES_REFUSED -> {
                        if (files.isEmpty()) {
                            throw e;
                        }
                        shrink = SHRINKS_MAX + 1;
                    }
                    case BLOCKED -> {
                        if (look.wordless()) {
                            throw e;
                        }
                        look = look.withoutWords();
                    }
                    default -> throw e;
                }
            }
        }
    }

    /**
     * Posts unless it is there. After a try of which nobody knows what became, the thread is asked
     * again, since a nonce is only remembered for some minutes. Nothing is answered for a message
     * that was posted and deleted since.
     */
    private Optional<String> once(Slot slot, OwnMessages own, Supplier<Container> container) {
        var there = own.at(slot.place()).map(OwnMessages.Own::id);
        boolean woken = false;
        for (int attempt = 1; there.isEmpty(); attempt++) {
            try {
                return Optional.of(calls.once(() -> message(slot, container.get())).getId());
            } catch (DiscordFailure e) {
                switch (e.kind()) {
                    case MESSAGE_GONE -> {
                        return Optional.empty();
                    }
                    case ARCHIVED -> {
                        if (woken || !(slot.channel() instanceof ThreadChannel thread)) {
                            throw e;
                        }
                        woken = true;
                        calls.repeated(() -> thread.getManager().setArchived(false));
                    }
                    case UNAVAILABLE -> {
                        if (attempt == Calls.TRIES) {
                            throw e;
                        }
                        calls.pause(attempt);
                        there =
                                OwnMessages.read(calls, slot.channel(), slot.uid(), own.since())
                                        .at(slot.place())
                                        .map(OwnMessages.Own::id);
                    }
                    default -> throw e;
                }
            }
        }
        return there;
    }

    private static MessageCreateAction message(Slot slot, Container container) {
        var message =
                slot.channel()
                        .sendMessageComponents(container)
                        .setNonce(Nonce.of(slot.uid(), slot.place()));
        var user = slot.reader().called();
        return user == null ? message : message.mentionUsers(user);
    }

    private static List<Upload> files(
            RequestDetail detail, PictureGroup group, List<byte[]> pictures, long bytesMax) {
        var stem = "easel-" + detail.requestId().toString().substring(0, 8) + "-";
        var files = new ArrayList<Upload>();
        for (int i = 0; i < pictures.size(); i++) {
            files.add(Upload.fit(stem + (group.first() + i + 1), pictures.get(i), bytesMax));
        }
        return files;
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
}
