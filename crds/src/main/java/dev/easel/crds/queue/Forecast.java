package dev.easel.crds.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When a place in the queue is served, if every run takes the typical time. An estimate for people;
 * nothing is decided by it.
 *
 * @param slotsFreeIn for each slot that launches, how long until it is free; zero for a free one
 * @param typicalRun how long a run takes, from its slot's reservation to its release
 */
public record Forecast(List<Duration> slotsFreeIn, Duration typicalRun) {
    public Forecast {
        slotsFreeIn = List.copyOf(slotsFreeIn);
        if (typicalRun.isNegative()) {
            throw new IllegalArgumentException("a run cannot take less than no time");
        }
    }

    /** How long a slot that is held for so long already is likely to stay held. */
    public static Duration left(Duration heldFor, Duration typicalRun) {
        var left = typicalRun.minus(heldFor);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * The wait until the request at this position, counted from 1, gets its slot; empty without any
     * slot, since then nobody knows.
     */
    public Optional<Duration> start(int position) {
        if (position < 1) {
            throw new IllegalArgumentException("positions start at 1, got " + position);
        }
        if (slotsFreeIn.isEmpty()) {
            return Optional.empty();
        }
        var free = new PriorityQueue<>(slotsFreeIn);
        for (int served = 1; served < position; served++) {
            free.add(free.remove().plus(typicalRun));
        }
        return Optional.of(free.remove());
    }
}
