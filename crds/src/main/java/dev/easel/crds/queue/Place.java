package dev.easel.crds.queue;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A place in the queue and why.
 *
 * @param position counted from 1
 * @param ahead how many are ahead, by what put them there
 * @param usageGpuSeconds the requester's decayed use
 */
public record Place(int position, int of, Map<Criterion, Integer> ahead, double usageGpuSeconds) {
    public Place {
        ahead = Map.copyOf(ahead);
    }

    /** The place as a sentence in English; other languages are made from the parts. */
    public String why() {
        if (position == 1) {
            return "1 of " + of + ": next when a slot is free";
        }
        var counts =
                ahead.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getValue() + " " + e.getKey().words())
                        .collect(Collectors.joining(", "));
        var use = Math.round(usageGpuSeconds);
        return position
                + " of "
                + of
                + ": ahead are "
                + counts
                + (use == 0 ? "" : "; you used the GPU " + use + " s lately");
    }
}
