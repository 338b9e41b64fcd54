package dev.easel.bot.delivery;

import dev.easel.bot.card.CardPace;
import dev.easel.bot.card.ControlCard;
import dev.easel.bot.discord.Calls;
import dev.easel.bot.discord.CustomId;
import dev.easel.bot.discord.DiscordFailure;
import dev.easel.bot.discord.Nonce;
import dev.easel.bot.discord.OwnMessages;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import org.jspecify.annotations.Nullable;

/**
 * The card of one request as it stands in its thread. One thread uses it, so edits never overtake
 * one another.
 */
final class Card {
    private final Calls calls;
    private final MeterRegistry meters;
    private final Clock clock;
    private final String uid;

    private @Nullable String messageId;
    private @Nullable Instant postedAt;
    private ControlCard.@Nullable Mark shown;
    private @Nullable Instant sentAt;

    Card(Calls calls, MeterRegistry meters, Clock clock, String uid, @Nullable String messageId) {
        this.calls = calls;
        this.meters = meters;
        this.clock = clock;
        this.uid = uid;
        this.messageId = messageId;
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

    /** Shows the card if there is something new; says how long to wait before the next look. */
    Duration show(GuildMessageChannel channel, ControlCard card, Duration idle) {
        return switch (CardPace.decide(shown, sentAt, card, clock.instant())) {
            case CardPace.Decision.Keep() -> idle;
            case CardPace.Decision.Wait(var rest) -> rest;
            case CardPace.Decision.Send() -> {
                if (messageId == null || isOld()) {
                    post(channel, card);
                } else {
                    edit(channel, messageId, card);
                }
                yield idle;
            }
        };
    }

    /**
     * Shows the last state, if there is a card at all; a card that people deleted stays deleted.
     */
    void finish(GuildMessageChannel channel, ControlCard card) {
        if (messageId == null || card.mark().equals(shown)) {
            return;
        }
        edit(channel, messageId, card);
    }

    @Nullable String messageId() {
        return messageId;
    }

    private boolean isOld() {
        return postedAt != null
                && Duration.between(postedAt, clock.instant()).compareTo(CardPace.CARD_AGE_MAX) > 0;
    }

    private void post(GuildMessageChannel channel, ControlCard card) {
        // A later card of the same request is another message and needs another nonce.
        var generation = messageId == null ? "" : messageId;
        var nonce = Nonce.of(uid, CustomId.CARD + generation);
        var message =
                calls.repeated(
                        () -> channel.sendMessageComponents(card.container()).setNonce(nonce));
        messageId = message.getId();
        postedAt = message.getTimeCreated().toInstant();
        sent(card);
    }

    private void edit(GuildMessageChannel channel, String id, ControlCard card) {
        try {
            calls.repeated(() -> channel.editMessageComponentsById(id, card.container()));
            sent(card);
        } catch (DiscordFailure e) {
            if (e.kind() != DiscordFailure.Kind.MESSAGE_GONE) {
                throw e;
            }
            // Someone deleted the card: respect that and stop editing.
            sent(card);
        }
    }

    private void sent(ControlCard card) {
        shown = card.mark();
        sentAt = clock.instant();
        meters.counter("easel.bot.card.edits").increment();
    }
}
