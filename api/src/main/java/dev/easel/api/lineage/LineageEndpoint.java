package dev.easel.api.lineage;

import dev.easel.api.auth.Access;
import dev.easel.api.auth.Caller;
import dev.easel.api.auth.Scope;
import dev.easel.api.generation.GenerationEndpoint;
import dev.easel.api.generation.Requests;
import dev.easel.api.http.Exchange;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.Lineage;
import dev.easel.protocol.client.Lineage.Node;
import dev.easel.protocol.client.RequestStatus;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tree of refinements around a request. */
public final class LineageEndpoint {
    static final int ANCESTORS_MAX = 100;
    static final int DESCENDANTS_MAX = 200;

    private final Jdbi jdbi;
    private final Requests requests;

    public LineageEndpoint(Jdbi jdbi, Requests requests) {
        this.jdbi = jdbi;
        this.requests = requests;
    }

    public void routing(HttpRouting.Builder routing, Access access) {
        routing.get("/api/v1/requests/{id}/lineage", access.with(Scope.READ, this::lineage));
    }

    private void lineage(ServerRequest request, ServerResponse response, Caller caller) {
        var id = Exchange.uuid(request, "id");
        var row = GenerationEndpoint.visible(requests, id, caller);
        Exchange.send(response, Status.OK_200, lineage(row.requestUid(), caller));
    }

    /** One more of either kind than is shown tells that there are more. */
    private Lineage lineage(UUID request, Caller caller) {
        var found =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        WITH RECURSIVE above AS (
                                          SELECT request_uid, source_request_uid, 0 AS distance
                                          FROM generation_request WHERE request_uid = :request
                                          UNION ALL
                                          SELECT r.request_uid, r.source_request_uid, distance - 1
                                          FROM above JOIN generation_request r
                                            ON r.request_uid = above.source_request_uid
                                          WHERE distance > -:above - 1 AND r.erased_at IS NULL
                                            AND (CAST(:only AS text) IS NULL OR r.tenant = :only)
                                        ), below AS (
                                          SELECT CAST(:request AS uuid) AS request_uid,
                                            0 AS distance
                                          UNION ALL
                                          SELECT r.request_uid, distance + 1
                                          FROM below JOIN generation_request r
                                            ON r.source_request_uid = below.request_uid
                                          WHERE distance <= :below AND r.erased_at IS NULL
                                            AND (CAST(:only AS text) IS NULL OR r.tenant = :only)
                                        ), chosen AS (
                                          SELECT request_uid, distance FROM above
                                          UNION ALL
                                          (SELECT request_uid, distance FROM below
                                            OFFSET 1 LIMIT :below + 1)
                                        )
                                        SELECT r.request_uid, r.source_request_uid,
                                          r.source_image_index, r.action, r.shown_status,
                                          r.instruction, r.created_at, chosen.distance,
                                          i.images, i.first
                                        FROM chosen JOIN generation_request r USING (request_uid)
                                        LEFT JOIN LATERAL (
                                          SELECT count(*) AS images, min(i.index) AS first
                                          FROM generation_metadata m
                                          JOIN generated_image i USING (request_uid, attempt)
                                          WHERE m.request_uid = r.request_uid
                                            AND i.seed IS NOT NULL) i ON true
                                        ORDER BY distance, r.created_at, r.request_uid
                                        """)
                                .bind("request", request)
                                .bind("above", ANCESTORS_MAX)
                                .bind("below", DESCENDANTS_MAX)
                                .bind("only", caller.tenant())
                                .map((rs, _) -> new Found(node(rs), rs.getInt("distance")))
                                .list());
        return bounded(request, found);
    }

    record Found(Node node, int distance) {}

    /** Nearest first of what is too much; nobody is shown to come from one who is not shown. */
    static Lineage bounded(UUID request, List<Found> found) {
        var above = found.stream().filter(f -> f.distance() < 0).toList();
        var below = found.stream().filter(f -> f.distance() > 0).toList();
        var tooOld = Math.max(0, above.size() - ANCESTORS_MAX);
        var tooYoung = Math.max(0, below.size() - DESCENDANTS_MAX);
        var shown = found.subList(tooOld, found.size() - tooYoung).stream().map(Found::node);
        var nodes = shown.toList();
        var ids =
                nodes.stream().map(Node::requestId).collect(Collectors.toCollection(HashSet::new));
        return new Lineage(
                request,
                nodes.stream().map(n -> ids.contains(n.parentId()) ? n : withoutParent(n)).toList(),
                tooOld > 0 || tooYoung > 0);
    }

    private static Node withoutParent(Node node) {
        return new Node(
                node.requestId(),
                null,
                null,
                node.action(),
                node.status(),
                node.originalInstruction(),
                node.createdAt(),
                node.images(),
                node.thumbnail());
    }

    private static Node node(ResultSet rs) throws SQLException {
        var id = rs.getObject("request_uid", UUID.class);
        return new Node(
                id,
                rs.getObject("source_request_uid", UUID.class),
                rs.getObject("source_image_index", Integer.class),
                rs.getString("action"),
                Json.mapper().convertValue(rs.getString("shown_status"), RequestStatus.class),
                Objects.requireNonNullElse(rs.getString("instruction"), ""),
                rs.getTimestamp("created_at").toInstant(),
                rs.getInt("images"),
                thumbnail(id, rs.getObject("first", Integer.class)));
    }

    private static @Nullable String thumbnail(UUID request, @Nullable Integer index) {
        return index == null
                ? null
                : "/api/v1/requests/" + request + "/images/" + index + "/thumbnail?size=256";
    }
}
