package dev.easel.bot.delivery;

import dev.easel.bot.card.CardPace;
import dev.easel.bot.card.ControlCard;
import dev.easel.bot.discord.CustomId;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.OwnMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import org.jspecify.annotations.Nullable;

/**
 * The card of one request as it stands in its thread. One change at a time is on its way, so none
 * overtakes another, and nobody waits for it but the last one.
 */
final class Card {
    /** Whoever deletes the card this often does not want one. */
    private static final int CARDS_MAX = 4;

    /** The card as a change left it. */
    private record Sent(
            @Nullable String messageId,
            @Nullable Instant postedAt,
            ControlCard.Mark mark,
            Instant sentAt) {}

    private final Tools tools;
    private final String uid;
    private final Runnable landed;

    private @Nullable String messageId;
    private @Nullable Instant postedAt;
    private ControlCard.@Nullable Mark shown;
    private @Nullable Instant sentAt;
    private @Nullable CompletableFuture<Sent> flight;
    private volatile boolean finishing;
    private int posted;

    /**
     * @param landed told when a change has arrived or failed
     */
    Card(Tools tools, String uid, @Nullable String messageId, Runnable landed) {
        this.tools = tools;
        this.uid = uid;
        this.messageId = messageId;
        this.landed = landed;
    }

    /** Takes over the card that an earlier process posted. */
    void find(OwnMessages own) {
        own.at(CustomId.CARD)
                .filter(o -> messageId == null)
                .ifPresent(o -> {
                    messageId = o.id();
                    postedAt = o.time();
                });
    }

    /**
     * Sends the card on its way if there is something new and nothing else is on its way; says how
     * long to wait before the next look. Fails with what the change before failed with.
     */
    Duration show(GuildMessageChannel channel, ControlCard card, Duration idle) {
        if (flight != null) {
            if (!flight.isDone()) {
                return idle;
            }
            land();
        }
        return switch (CardPace.decide(
                shown, sentAt, card, tools.clock().instant(), tools.pace().cardInterval())) {
            case CardPace.Decision.Keep() -> idle;
            case CardPace.Decision.Wait(var rest) -> rest;
            case CardPace.Decision.Send() -> {
                var wait = tools.budget().take();
                if (!wait.isZero()) {
                    yield wait;
                }
                var message = messageId;
                boolean fresh = message == null || isOld();
                flight =
                        CompletableFuture.supplyAsync(
                                        () ->
                                                fresh
                                                        ? post(channel, card, message)
                                                        : edit(
                                                                channel,
                                                                String.valueOf(message),
                                                                card),
                                        r -> Thread.ofVirtual().name("card-" + uid).start(r))
                                .whenComplete((_, _) -> landed.run());
                yield idle;
            }
        };
    }

    /**
     * Shows the last state, if there is a card at all; a card that people deleted stays deleted.
     * What is still on its way is dropped where it waits, so that it cannot come after.
     */
    void finish(GuildMessageChannel channel, ControlCard card) {
        finishing = true;
        if (flight != null) {
            try {
                flight.orTimeout(tools.pace().callMax().toMillis(), TimeUnit.MILLISECONDS).join();
                land();
            } catch (CompletionException | DiscordFailure e) {
                flight = null;
            }
        }
        var id = messageId;
        if (id == null || card.mark().equals(shown)) {
            return;
        }
        try {
            last(channel, id, card);
        } catch (DiscordFailure e) {
            switch (e.kind()) {
                case MESSAGE_GONE -> {}
                case ARCHIVED -> {
                    wake(channel);
                    last(channel, id, card);
                }
                default -> throw e;
            }
        }
        tools.meters().counter("easel.bot.card.edits").increment();
    }

    private void last(GuildMessageChannel channel, String id, ControlCard card) {
        tools.calls().repeated(() -> channel.editMessageComponentsById(id, card.container()));
    }

    Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    private void land() {
        var landing = flight;
        flight = null;
        if (landing == null) {
            return;
        }
        try {
            var sent = landing.join();
            messageId = sent.messageId();
            postedAt = sent.postedAt();
            shown = sent.mark();
            sentAt = sent.sentAt();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DiscordFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private boolean isOld() {
        return postedAt != null
                && Duration.between(postedAt, tools.clock().instant())
                                .compareTo(CardPace.CARD_AGE_MAX)
                        > 0;
    }

    /**
     * @param before the card that this one follows: a later card of the same request is another
     *     message and needs another nonce
     */
    private Sent post(GuildMessageChannel channel, ControlCard card, @Nullable String before) {
        var generation = before == null ? "" : before;
        while (true) {
            var nonce = Nonce.of(uid, CustomId.CARD + generation);
            try {
                var message =
                        tools.calls()
                                .repeatedWhile(
                                        this::isWanted,
                                        () ->
                                                channel.sendMessageComponents(card.container())
                                                        .setNonce(nonce));
                posted++;
                return sent(message.getId(), message.getTimeCreated().toInstant(), card);
            } catch (DiscordFailure e) {
                if (e.kind() != DiscordFailure.Kind.MESSAGE_GONE) {
                    throw e;
                }
                if (posted >= CARDS_MAX) {
                    return sent(before, postedAt, card);
                }
                // Discord remembers a card with this nonce that was deleted since.
                posted++;
                generation = generation + "+";
            }
        }
    }

    private Sent edit(GuildMessageChannel channel, String id, ControlCard card) {
        try {
            change(channel, id, card);
        } catch (DiscordFailure e) {
            switch (e.kind()) {
                case MESSAGE_GONE -> {
                    if (posted < CARDS_MAX) {
                        return post(channel, card, id);
                    }
                }
                case ARCHIVED -> {
                    wake(channel);
                    change(channel, id, card);
                }
                default -> throw e;
            }
        }
        return sent(id, postedAt, card);
    }

    private void change(GuildMessageChannel channel, String id, ControlCard card) {
        tools.calls()
                .repeatedWhile(
                        this::isWanted,
                        () -> channel.editMessageComponentsById(id, card.container()));
    }

    /** Nothing in an archived thread can be changed. */
    private void wake(GuildMessageChannel channel) {
        if (channel instanceof ThreadChannel thread) {
            tools.calls().repeated(() -> thread.getManager().setArchived(false));
        }
    }

    private boolean isWanted() {
        return !finishing;
    }

    private Sent sent(@Nullable String id, @Nullable Instant time, ControlCard card) {
        tools.meters().counter("easel.bot.card.edits").increment();
        return new Sent(id, time, card.mark(), tools.clock().instant());
    }
}
