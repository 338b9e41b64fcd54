package dev.easel.crds.queue;

import dev.easel.crds.v1alpha1.GenerationPoolSpec;
import dev.easel.crds.v1alpha1.GenerationPoolStatus;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Usage;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.Requester;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who used a pool's GPUs how much lately: after every half-life past use weighs half. An entry is
 * true at its own time and decays when it is read, so operator and api see the same numbers and an
 * entry that is often read loses nothing to rounding. Pure.
 */
public record GpuUse(List<Usage> entries, Duration halfLife) {
    /** Who asked where a request does not say; all such requests share one entry. */
    public static final Requester UNNAMED = new Requester(null, null, null, null);

    /** Seconds; less than this counts as none. */
    static final double LEAST = 0.01;

    private static final double MOST = 999_999_999_999.0;
    private static final int DECIMALS = 6;

    public GpuUse {
        entries = List.copyOf(entries);
    }

    public static GpuUse of(GenerationPoolSpec spec, GenerationPoolStatus status) {
        var fairShare = spec.fairShare();
        var seconds = fairShare == null ? null : fairShare.halfLifeSeconds();
        return new GpuUse(
                status.usage(),
                Duration.ofSeconds(
                        seconds == null ? GenerationPoolSpec.HALF_LIFE_SECONDS_DEFAULT : seconds));
    }

    public static Requester asker(GenerationRequest request) {
        var requester = request.getSpec().requester();
        return requester == null ? UNNAMED : requester;
    }

    /** {@code tenant/user} of who asked; {@code /} and {@code ~} in the tenant are escaped. */
    public static String key(GenerationRequest request) {
        var asker = asker(request);
        return key(orEmpty(asker.tenant()), orEmpty(asker.userID()));
    }

    /** Decayed seconds by {@link #key}. */
    public Map<String, Double> at(Instant now) {
        return entries.stream()
                .filter(e -> seconds(e, now) >= LEAST)
                .collect(
                        Collectors.toMap(
                                e -> key(e.tenant(), e.userID()),
                                e -> seconds(e, now),
                                Double::sum));
    }

    /**
     * Adds what {@code asker} held until now. What has decayed to nothing goes, and beyond {@link
     * GenerationPoolStatus#USAGE_MAX} entries the smallest.
     */
    public GpuUse charged(Requester asker, Duration held, Instant now) {
        var tenant = orEmpty(asker.tenant());
        var user = orEmpty(asker.userID());
        Predicate<Usage> isOwn = e -> e.tenant().equals(tenant) && e.userID().equals(user);
        var before = entries.stream().filter(isOwn).mapToDouble(e -> seconds(e, now)).sum();
        var added = held.isNegative() ? 0 : held.toMillis() / 1000.0;
        var own = new Usage(tenant, user, decimal(before + added), now.toString());
        var kept =
                Stream.concat(Stream.of(own), entries.stream().filter(isOwn.negate()))
                        .filter(e -> seconds(e, now) >= LEAST)
                        .sorted(
                                Comparator.comparingDouble((Usage e) -> seconds(e, now))
                                        .reversed()
                                        .thenComparing(Usage::tenant)
                                        .thenComparing(Usage::userID))
                        .limit(GenerationPoolStatus.USAGE_MAX)
                        .toList();
        return new GpuUse(kept, halfLife);
    }

    /**
     * With what is held at this moment, which is charged only at its release: who holds a slot has
     * used it up to now. For the order alone; never to be written.
     *
     * @param askers who holds a slot, by its name; absent if nobody knows
     */
    public GpuUse withHeld(List<Slot> slots, Map<String, Requester> askers, Instant now) {
        var use = this;
        for (var slot : slots) {
            var asker = askers.get(slot.name());
            var since = slot.acquireTime();
            if (asker != null && since != null && slot.requestUID() != null) {
                use = use.charged(asker, Duration.between(Instant.parse(since), now), now);
            }
        }
        return use;
    }

    /** Another operator's clock may be ahead: then nothing has decayed yet. */
    private double seconds(Usage entry, Instant now) {
        var age = Duration.between(Instant.parse(entry.time()), now).toMillis();
        var halvings = Math.max(0, age) / (double) halfLife.toMillis();
        return Double.parseDouble(entry.gpuSeconds()) * Math.pow(2, -halvings);
    }

    private static String decimal(double seconds) {
        return BigDecimal.valueOf(Math.min(seconds, MOST))
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String key(String tenant, String user) {
        return tenant.replace("~", "~0").replace("/", "~1") + "/" + user;
    }

    /** Of a {@link #key}. */
    static String tenant(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')))
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
