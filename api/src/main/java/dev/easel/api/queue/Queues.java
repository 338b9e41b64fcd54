package dev.easel.api.queue;

import dev.easel.api.cluster.Resources;
import dev.easel.crds.v1alpha1.GenerationPoolStatus.Slot;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.client.QueueOverview;
import dev.easel.protocol.client.RequestProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Positions and estimates, from what is cached of the resources and from past durations. */
public final class Queues {
    private static final Duration KEEP_TYPICAL = Duration.ofSeconds(10);
    private static final Duration KEEP_VIEWS = Duration.ofSeconds(1);
    private static final int RESULTS_LOOKED_AT = 20;

    private final Jdbi jdbi;
    private final Resources resources;
    private final Clock clock;
    private volatile Measured measured = new Measured(null, Instant.MIN);
    private Views views = new Views(-1, Instant.MIN, List.of());

    public Queues(Jdbi jdbi, Resources resources, Clock clock) {
        this.jdbi = jdbi;
        this.resources = resources;
        this.clock = clock;
    }

    public Optional<RequestProgress.Queue> place(UUID request, String pool) {
        return all().stream()
                .filter(view -> view.poolName().equals(pool))
                .findFirst()
                .flatMap(view -> view.place(request.toString()));
    }

    /** Counted from 1, of so many in each pool. */
    public Map<UUID, Integer> positions(int max) {
        var positions = new HashMap<UUID, Integer>();
        for (var view : all()) {
            view.places().entrySet().stream()
                    .limit(max)
                    .forEach(place ->
                            positions.put(
                                    UUID.fromString(place.getKey()), place.getValue().position()));
        }
        return positions;
    }

    private record Views(long revision, Instant until, List<QueueView> views) {}

    /** What is computed once serves all who ask until a resource changes, or a second at most. */
    synchronized List<QueueView> all() {
        var now = clock.instant();
        var revision = resources.revision();
        if (views.revision() != revision || !views.until().isAfter(now)) {
            var requests = resources.requests();
            var typical = typical();
            views =
                    new Views(
                            revision,
                            now.plus(KEEP_VIEWS),
                            resources.pools().stream()
                                    .map(pool -> QueueView.of(pool, requests, typical, now))
                                    .toList());
        }
        return views.views();
    }

    /** Those that wait in a pool, in no order. */
    Stream<QueueOverview.Waiting> waiting(QueueView view, Predicate<Asker> wanted) {
        return resources.requests().stream()
                .flatMap(request -> {
                    var asker = Asker.of(request);
                    return wanted.test(asker)
                            ? view
                                    .place(request.getMetadata().getUid())
                                    .map(place -> waiting(view, request, asker, place))
                                    .stream()
                            : Stream.empty();
                });
    }

    private static QueueOverview.Waiting waiting(
            QueueView view, GenerationRequest request, Asker asker, RequestProgress.Queue place) {
        return new QueueOverview.Waiting(
                UUID.fromString(request.getMetadata().getUid()),
                view.poolName(),
                asker.tenantOrNull(),
                asker.userOrNull(),
                asker.threadOrNull(),
                place);
    }

    /** Those that hold a slot, the oldest first. */
    List<QueueOverview.Running> running(List<QueueView> views, Predicate<Asker> wanted) {
        var holders = new HashMap<UUID, Holder>();
        views.forEach(view ->
                view.taken().forEach((uid, slot) -> holders.put(uid, Holder.of(view, slot))));
        if (holders.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> rows(handle, holders.keySet())).stream()
                .filter(row -> wanted.test(row.asker()))
                .sorted(
                        Comparator.comparing(
                                row -> holders.getOrDefault(row.uid(), Holder.NOBODY).since()))
                .map(row ->
                        new QueueOverview.Running(
                                row.uid(),
                                holders.getOrDefault(row.uid(), Holder.NOBODY).pool(),
                                row.asker().tenantOrNull(),
                                row.asker().userOrNull(),
                                row.asker().threadOrNull(),
                                row.percent(),
                                row.etaSeconds()))
                .toList();
    }

    private record Holder(String pool, Instant since) {
        private static final Holder NOBODY = new Holder("", Instant.EPOCH);

        static Holder of(QueueView view, Slot slot) {
            var since = slot.acquireTime();
            return new Holder(
                    view.poolName(), since == null ? Instant.EPOCH : Instant.parse(since));
        }
    }

    private record Moving(UUID uid, Asker asker, int percent, @Nullable Integer etaSeconds) {}

    private static List<Moving> rows(Handle handle, Set<UUID> uids) {
        return handle.createQuery(
                        """
                        SELECT r.request_uid, r.tenant, r.user_id, r.thread_id,
                          coalesce(c.percent, 0) AS percent, c.eta_seconds
                        FROM generation_request r
                        LEFT JOIN LATERAL (
                          SELECT percent, eta_seconds FROM claim
                          WHERE claim.request_uid = r.request_uid AND retired_at IS NULL
                          ORDER BY attempt DESC LIMIT 1) c ON true
                        WHERE r.request_uid = ANY(:uids)
                        """)
                .bindArray("uids", UUID.class, uids.toArray())
                .map((rs, _) ->
                        new Moving(
                                rs.getObject("request_uid", UUID.class),
                                new Asker(
                                        rs.getString("tenant"),
                                        rs.getString("user_id"),
                                        rs.getString("thread_id")),
                                rs.getInt("percent"),
                                rs.getObject("eta_seconds", Integer.class)))
                .list();
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
