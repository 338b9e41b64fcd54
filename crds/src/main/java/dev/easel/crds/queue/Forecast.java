package dev.easel.crds.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
     * The waits until each of so many requests gets its slot, the first one first; empty without
     * any slot, since then nobody knows.
     */
    public List<Duration> starts(int count) {
        var starts = new ArrayList<Duration>();
        var free = new PriorityQueue<>(slotsFreeIn);
        while (starts.size() < count && !free.isEmpty()) {
            var start = free.remove();
            starts.add(start);
            free.add(start.plus(typicalRun));
        }
        return starts;
    }
}
