package dev.easel.crds.queue;

import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each requester used of a pool's GPUs lately, and how much of it counts: a tenant's weight
 * divides its requesters' use, so one of weight 2 is even with another after twice the time. Pure.
 *
 * @param usedSeconds by {@link GpuUse#key}; absent means none
 * @param weights by tenant; absent means 1
 */
public record Shares(Map<String, Double> usedSeconds, Map<String, Double> weights) {
    public static final Shares NONE = new Shares(Map.of(), Map.of());

    private static final double WEIGHT_DEFAULT = 1;

    public Shares {
        usedSeconds = Map.copyOf(usedSeconds);
        weights = Map.copyOf(weights);
    }

    public static Shares of(GenerationPoolSpec spec, Map<String, Double> usedSeconds) {
        var fairShare = spec.fairShare();
        return new Shares(
                usedSeconds,
                fairShare == null
                        ? Map.of()
                        : fairShare.weights().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                e -> Double.parseDouble(e.getValue()))));
    }

    public double used(String requester) {
        return usedSeconds.getOrDefault(requester, 0.0);
    }

    /** What decides who goes first: less does. */
    double counted(String requester) {
        return used(requester) / weights.getOrDefault(GpuUse.tenant(requester), WEIGHT_DEFAULT);
    }
}
