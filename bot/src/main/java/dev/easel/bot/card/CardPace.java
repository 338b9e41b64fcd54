package dev.easel.bot.card;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often a card may change: Discord limits edits, and readers gain nothing from more. */
public final class CardPace {
    /** Discord throttles edits of messages older than an hour, so a new card starts before. */
    public static final Duration CARD_AGE_MAX = Duration.ofMinutes(55);

    /** What to do with a card that was made now. */
    public sealed interface Decision {
        /** The reader would see no difference. */
        record Keep() implements Decision {}

        /** Look again after this long and send what is newest then. */
        record Wait(Duration duration) implements Decision {}

        record Send() implements Decision {}
    }

    private CardPace() {}

    /**
     * @param shown the mark of what readers see now
     * @param sentAt when that was sent
     * @param interval the least time between two changes
     */
    public static Decision decide(
            ControlCard.@Nullable Mark shown,
            @Nullable Instant sentAt,
            ControlCard card,
            Instant now,
            Duration interval) {
        if (shown != null && shown.equals(card.mark())) {
            return new Decision.Keep();
        }
        if (shown == null || sentAt == null) {
            return new Decision.Send();
        }
        var rest = interval.minus(Duration.between(sentAt, now));
        return rest.isPositive() ? new Decision.Wait(rest) : new Decision.Send();
    }
}
