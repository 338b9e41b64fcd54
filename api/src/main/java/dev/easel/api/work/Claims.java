package dev.easel.api.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.auth.Caller;
import dev.easel.api.cluster.Resources;
import dev.easel.api.generation.Mirror;
import dev.easel.api.generation.Requests;
import dev.easel.api.work.ClaimRules.Asked;
import dev.easel.api.work.ClaimRules.Ruling;
import dev.easel.api.work.WorkOrders.Made;
import dev.easel.crds.v1alpha1.GenerationPool;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.WorkOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which pod may act for which attempt. A claim is a row that only one pod can have; it ends when a
 * later attempt, or a later holder of the slot, makes its own.
 */
final class Claims {
    private final Jdbi jdbi;
    private final Requests requests;
    private final Resources resources;
    private final WorkOrders orders;

    Claims(Jdbi jdbi, Requests requests, Resources resources, WorkOrders orders) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.resources = resources;
        this.orders = orders;
    }

    sealed interface Outcome {
        record Granted(WorkOrder order) implements Outcome {}

        record Fenced(String why) implements Outcome {}

        record Cancelled() implements Outcome {}

        record Foreign(String why) implements Outcome {}

        record Unknown() implements Outcome {}

        /** What the request starts from failed or went after the request was accepted. */
        record SourceMissing(String why) implements Outcome {}

        record SourceUnderway(String why) implements Outcome {}
    }

    record Row(
            UUID claimId,
            UUID requestUid,
            int attempt,
            long slotToken,
            String podUid,
            String workOrder,
            @Nullable String writtenPhase,
            @Nullable Integer writtenPercent,
            @Nullable Instant writtenAt,
            @Nullable Instant retiredAt) {}

    private static final String SELECT =
            """
            SELECT claim_id, request_uid, attempt, slot_token, pod_uid, work_order, written_phase,
              written_percent, written_at, retired_at
            FROM claim WHERE request_uid = :request AND attempt = :attempt
            """;

    Outcome claim(UUID request, int attempt, long slotToken, Caller.Pod pod) {
        var name =
                requests.find(request)
                        .map(Requests.Row::name)
                        .or(() ->
                                resources
                                        .requestByUid(request)
                                        .map(r -> r.getMetadata().getName()));
        if (name.isEmpty()) {
            return new Outcome.Unknown();
        }
        var asked = new Asked(request, attempt, slotToken, pod.uid());
        var resource = resources.requestLive(name.get()).orElse(null);
        var pool =
                resource == null
                        ? null
                        : resources.poolLive(resource.getSpec().poolRef().name()).orElse(null);
        var ruling =
                ClaimRules.rule(asked, resource, pool, resources.podLive(pod.name()).orElse(null));
        return switch (ruling) {
            case Ruling.Cancelled() -> new Outcome.Cancelled();
            case Ruling.Fenced(var why) -> new Outcome.Fenced(why);
            case Ruling.Foreign(var why) -> new Outcome.Foreign(why);
            case Ruling.MayClaim may when resource != null && pool != null -> {
                requests.mirror(resource);
                requests.mirrorUnknown(Mirror.relatives(resource, resources));
                orders.prepare(pool, may.slot());
                yield jdbi.inTransaction(handle -> take(handle, asked, pod, may, resource, pool));
            }
            case Ruling.MayClaim _ ->
                    throw new IllegalStateException("a claim needs its request and its pool");
        };
    }

    private Outcome take(
            Handle handle,
            Asked asked,
            Caller.Pod pod,
            Ruling.MayClaim may,
            GenerationRequest resource,
            GenerationPool pool) {
        var row = Requests.lock(handle, asked.request());
        if (row.isEmpty() || row.get().isCancelled()) {
            return new Outcome.Cancelled();
        }
        lockSlot(handle, may);
        var own = find(handle, asked.request(), asked.attempt(), "");
        if (own.isPresent()) {
            return again(own.get(), asked);
        }
        if (hasResult(handle, asked.request())) {
            return new Outcome.Fenced("the result is stored already");
        }
        if (isOutdated(handle, asked, may)) {
            return new Outcome.Fenced("a later attempt or a later token has claimed");
        }
        var claim = UUID.randomUUID();
        return switch (orders.make(handle, claim, asked, resource, pool, may.slot())) {
            case Made.BackendGone() ->
                    new Outcome.Fenced("the slot's back end is no longer in the pool");
            case Made.SourceMissing(var why) -> new Outcome.SourceMissing(why);
            case Made.SourceUnderway(var why) -> new Outcome.SourceUnderway(why);
            case Made.Ready(var order) -> {
                retireEarlier(handle, asked, may);
                insert(handle, asked, pod, may, order);
                yield new Outcome.Granted(order);
            }
        };
    }

    /**
     * Two requests may claim one slot at the same moment, each with a row of its own: one after the
     * other, so that the second sees the first's claim. Always locked in the order request, slot,
     * claims.
     */
    private static void lockSlot(Handle handle, Ruling.MayClaim may) {
        handle.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                may.poolUid() + "/" + may.slot().name());
    }

    private static Outcome again(Row own, Asked asked) {
        var same = own.podUid().equals(asked.podUid()) && own.slotToken() == asked.slotToken();
        if (!same || own.retiredAt() != null) {
            return new Outcome.Fenced(
                    same ? "the claim is retired" : "another pod has claimed this attempt");
        }
        return new Outcome.Granted(read(own.workOrder()));
    }

    private static boolean isOutdated(Handle handle, Asked asked, Ruling.MayClaim may) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT 1 FROM claim
                          WHERE (request_uid = :request AND attempt > :attempt)
                            OR (pool_uid = :pool AND slot = :slot AND slot_token >= :token))
                        """)
                .bind("request", asked.request())
                .bind("attempt", asked.attempt())
                .bind("pool", may.poolUid())
                .bind("slot", may.slot().name())
                .bind("token", asked.slotToken())
                .mapTo(Boolean.class)
                .one();
    }

    private static void retireEarlier(Handle handle, Asked asked, Ruling.MayClaim may) {
        handle.createUpdate(
                        """
                        UPDATE claim SET retired_at = now()
                        WHERE retired_at IS NULL AND (request_uid = :request
                          OR (pool_uid = :pool AND slot = :slot AND slot_token < :token))
                        """)
                .bind("request", asked.request())
                .bind("pool", may.poolUid())
                .bind("slot", may.slot().name())
                .bind("token", asked.slotToken())
                .execute();
    }

    private static void insert(
            Handle handle, Asked asked, Caller.Pod pod, Ruling.MayClaim may, WorkOrder order) {
        handle.createUpdate(
                        """
                        INSERT INTO claim (claim_id, request_uid, attempt, slot_token, pool_uid,
                          slot, pod_uid, pod_name, work_order)
                        VALUES (:claim, :request, :attempt, :token, :pool, :slot, :podUid,
                          :podName, CAST(:order AS jsonb))
                        """)
                .bind("claim", order.claim())
                .bind("request", asked.request())
                .bind("attempt", asked.attempt())
                .bind("token", asked.slotToken())
                .bind("pool", may.poolUid())
                .bind("slot", may.slot().name())
                .bind("podUid", pod.uid())
                .bind("podName", pod.name())
                .bind("order", write(order))
                .execute();
    }

    /** What a later call of a generator meets. */
    sealed interface Standing {
        record Live(Row claim, Requests.Row request) implements Standing {}

        record Retired(String why) implements Standing {}

        record Cancelled() implements Standing {}
    }

    /**
     * Locks the request's row and the claim's, so that what follows in the transaction happens
     * before or after a retirement, never across one.
     */
    static Standing standing(
            Handle handle, UUID request, int attempt, Optional<UUID> claim, Caller.Pod pod) {
        var row = Requests.lock(handle, request);
        var held = find(handle, request, attempt, "FOR UPDATE");
        if (row.isEmpty() || held.isEmpty() || claim.isEmpty()) {
            return new Standing.Retired("there is no such claim");
        }
        if (!held.get().claimId().equals(claim.get()) || !held.get().podUid().equals(pod.uid())) {
            return new Standing.Retired("the claim is another pod's");
        }
        if (row.get().isCancelled()) {
            return new Standing.Cancelled();
        }
        if (held.get().retiredAt() != null) {
            return new Standing.Retired("a later attempt or a later token has claimed");
        }
        return row.get().isFinished()
                ? new Standing.Retired("the request is finished")
                : new Standing.Live(held.get(), row.get());
    }

    private static Optional<Row> find(Handle handle, UUID request, int attempt, String suffix) {
        return handle.createQuery(SELECT + suffix)
                .bind("request", request)
                .bind("attempt", attempt)
                .map((rs, _) -> row(rs))
                .findOne();
    }

    private static Row row(ResultSet rs) throws SQLException {
        var writtenAt = rs.getTimestamp("written_at");
        var retiredAt = rs.getTimestamp("retired_at");
        return new Row(
                rs.getObject("claim_id", UUID.class),
                rs.getObject("request_uid", UUID.class),
                rs.getInt("attempt"),
                rs.getLong("slot_token"),
                rs.getString("pod_uid"),
                rs.getString("work_order"),
                rs.getString("written_phase"),
                rs.getObject("written_percent", Integer.class),
                writtenAt == null ? null : writtenAt.toInstant(),
                retiredAt == null ? null : retiredAt.toInstant());
    }

    private static boolean hasResult(Handle handle, UUID request) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM generation_metadata"
                                + " WHERE request_uid = :request)")
                .bind("request", request)
                .mapTo(Boolean.class)
                .one();
    }

    private static String write(WorkOrder order) {
        try {
            return Json.mapper().writeValueAsString(order);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a work order could not be written", e);
        }
    }

    static WorkOrder read(String order) {
        try {
            return Json.mapper().readValue(order, WorkOrder.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a work order could not be read", e);
        }
    }
}
