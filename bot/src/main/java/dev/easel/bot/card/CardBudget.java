package dev.easel.bot.card;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many changes all cards together may make: Discord takes fifty calls a second of a bot, and
 * those that post results must never wait for progress bars.
 */
public final class CardBudget {
    public static final int PER_SECOND = 15;

    private final long intervalNanos;
    private final long burstNanos;
    private final LongSupplier nanoTime;
    private long next;

    public CardBudget() {
        this(PER_SECOND, System::nanoTime);
    }

    CardBudget(int perSecond, LongSupplier nanoTime) {
        this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.burstNanos = Duration.ofSeconds(1).toNanos() - intervalNanos;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() - burstNanos;
    }

    /** Takes one change and answers zero, or takes none and says when to ask again. */
    public synchronized Duration take() {
        long now = nanoTime.getAsLong();
        if (now - burstNanos - next > 0) {
            next = now - burstNanos;
        }
        if (next - now > 0) {
            return Duration.ofNanos(next - now);
        }
        next += intervalNanos;
        return Duration.ZERO;
    }
}
