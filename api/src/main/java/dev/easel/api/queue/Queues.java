package dev.easel.api.queue;

import dev.easel.api.cluster.Resources;
import dev.easel.protocol.client.RequestProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Positions and estimates, from what is cached of the resources and from past durations. */
public final class Queues {
    private static final Duration KEEP_TYPICAL = Duration.ofSeconds(10);
    private static final int RESULTS_LOOKED_AT = 20;

    private final Jdbi jdbi;
    private final Resources resources;
    private final Clock clock;
    private volatile Measured measured = new Measured(null, Instant.MIN);

    public Queues(Jdbi jdbi, Resources resources, Clock clock) {
        this.jdbi = jdbi;
        this.resources = resources;
        this.clock = clock;
    }

    public Optional<RequestProgress.Queue> place(UUID request, String pool) {
        return resources
                .pool(pool)
                .map(p -> QueueView.of(p, resources.requests(), typical(), clock.instant()))
                .flatMap(view -> view.place(request.toString()));
    }

    List<QueueView> all() {
        var requests = resources.requests();
        return resources.pools().stream()
                .map(pool -> QueueView.of(pool, requests, typical(), clock.instant()))
                .toList();
    }

    private record Measured(@Nullable Duration typical, Instant until) {}

    private @Nullable Duration typical() {
        var now = clock.instant();
        var known = measured;
        if (!known.until().isAfter(now)) {
            known = new Measured(measure(), now.plus(KEEP_TYPICAL));
            measured = known;
        }
        return known.typical();
    }

    private @Nullable Duration measure() {
        return jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT percentile_cont(0.5) WITHIN GROUP
                                          (ORDER BY duration_millis)
                                        FROM (SELECT duration_millis
                                          FROM generation_metadata
                                          ORDER BY created_at DESC LIMIT :max) latest
                                        """)
                                .bind("max", RESULTS_LOOKED_AT)
                                .mapTo(Double.class)
                                .findFirst())
                .map(millis -> Duration.ofMillis(Math.max(1000, Math.round(millis))))
                .orElse(null);
    }
}
