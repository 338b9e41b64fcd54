package dev.easel.api.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.api.generation.Requests.Row;
import dev.easel.api.image.OriginalLinks;
import dev.easel.api.queue.Queues;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Phase;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestDetail.Image;
import dev.easel.protocol.client.RequestDetail.Metadata;
import dev.easel.protocol.client.RequestProgress;
import dev.easel.protocol.client.RequestStatus;
import dev.easel.protocol.work.ResultReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads what clients see of a request, from the database alone; the resource may be gone. */
public final class Details {
    private static final String RESULT =
            "SELECT * FROM generation_metadata WHERE request_uid = :request";

    private final Jdbi jdbi;
    private final Requests requests;
    private final Queues queues;
    private final OriginalLinks links;

    public Details(Jdbi jdbi, Requests requests, Queues queues, OriginalLinks links) {
        this.jdbi = jdbi;
        this.requests = requests;
        this.queues = queues;
        this.links = links;
    }

    public Optional<RequestProgress> progress(UUID request) {
        return requests.find(request).map(this::progress);
    }

    /**
     * What clients see of a request.
     *
     * @param progress absent once it was deleted
     */
    public record Shown(
            UUID request, String tenant, String pool, @Nullable RequestProgress progress) {}

    /** Of those that there are, in no order. */
    public List<Shown> shown(Collection<UUID> uids) {
        var claims = jdbi.withHandle(handle -> claims(handle, uids));
        return requests.find(uids).stream()
                .map(row ->
                        new Shown(
                                row.requestUid(),
                                row.tenant(),
                                row.pool(),
                                row.erasedAt() == null
                                        ? progress(row, claims.get(row.requestUid()))
                                        : null))
                .toList();
    }

    RequestDetail detail(Row row) {
        var result = jdbi.withHandle(handle -> result(handle, row.requestUid()));
        var progress = progress(row);
        var failed = progress.status() == RequestStatus.FAILED;
        return new RequestDetail(
                row.requestUid(),
                row.tenant(),
                row.userId(),
                row.threadId(),
                Optional.ofNullable(row.instruction()).orElse(""),
                progress.status(),
                row.createdAt(),
                row.updatedAt(),
                failed ? progress.message() : null,
                result.map(Result::metadata).orElse(null),
                result.map(Result::images).orElse(List.of()),
                progress.reason(),
                result.map(Result::notices).orElse(List.of()),
                progress,
                row.action(),
                row.sourceRequestUid() == null
                        ? null
                        : new RequestDetail.Source(row.sourceRequestUid(), row.sourceImageIndex()));
    }

    private RequestProgress progress(Row row) {
        var isMoving = row.status().equals("processing");
        return progress(row, isMoving ? claim(row.requestUid()).orElse(null) : null);
    }

    private RequestProgress progress(Row row, @Nullable Claim claim) {
        var status = Json.mapper().convertValue(row.status(), RequestStatus.class);
        // A refusal is known here before the resource's status has come back from the API server.
        var refused = status == RequestStatus.PENDING && "False".equals(row.accepted());
        if (refused) {
            return new RequestProgress(
                    row.requestUid(),
                    RequestStatus.FAILED,
                    null,
                    0,
                    null,
                    null,
                    row.acceptedReason(),
                    row.acceptedMessage(),
                    params(row));
        }
        return switch (status) {
            case PENDING -> moving(row, status, null, queues.place(row.requestUid(), row.pool()));
            case PROCESSING -> moving(row, status, claim, Optional.empty());
            case COMPLETED -> moving(row, status, Claim.FINISHED, Optional.empty());
            case FAILED -> refusal(row, status);
        };
    }

    /** The rejection repeats what acceptance said; its reason is the one to act on. */
    private RequestProgress refusal(Row row, RequestStatus status) {
        var rejected =
                Reason.REJECTED.word().equals(row.reason()) && "False".equals(row.accepted());
        return new RequestProgress(
                row.requestUid(),
                status,
                null,
                0,
                null,
                null,
                rejected ? row.acceptedReason() : row.reason(),
                rejected ? row.acceptedMessage() : row.message(),
                "False".equals(row.accepted()) ? params(row) : Map.of());
    }

    private static Map<String, String> params(Row row) {
        try {
            return Json.mapper().readValue(row.acceptedParams(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parts of a refusal cannot be read", e);
        }
    }

    private static RequestProgress moving(
            Row row,
            RequestStatus status,
            @Nullable Claim claim,
            Optional<RequestProgress.Queue> queue) {
        return new RequestProgress(
                row.requestUid(),
                status,
                claim == null ? null : claim.phase(),
                claim == null ? 0 : claim.percent(),
                claim == null ? null : claim.etaSeconds(),
                queue.orElse(null),
                row.reason(),
                row.message(),
                Map.of());
    }

    private record Claim(Phase phase, int percent, @Nullable Integer etaSeconds) {
        private static final Claim FINISHED = new Claim(Phase.FINISHED, 100, null);
    }

    private Optional<Claim> claim(UUID request) {
        return Optional.ofNullable(
                jdbi.withHandle(handle -> claims(handle, List.of(request))).get(request));
    }

    private static Map<UUID, Claim> claims(Handle handle, Collection<UUID> requests) {
        return handle
                .createQuery(
                        """
                        SELECT DISTINCT ON (request_uid) request_uid, phase, percent, eta_seconds
                        FROM claim WHERE request_uid = ANY(:requests) AND retired_at IS NULL
                        ORDER BY request_uid, attempt DESC
                        """)
                .bindArray("requests", UUID.class, requests.toArray())
                .map((rs, _) ->
                        Map.entry(
                                rs.getObject("request_uid", UUID.class),
                                new Claim(
                                        Json.mapper()
                                                .convertValue(rs.getString("phase"), Phase.class),
                                        rs.getInt("percent"),
                                        rs.getObject("eta_seconds", Integer.class))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private record Result(Metadata metadata, List<Image> images, List<String> notices) {}

    private Optional<Result> result(Handle handle, UUID request) {
        return handle.createQuery(RESULT)
                .bind("request", request)
                .map((rs, _) ->
                        new Result(
                                metadata(rs),
                                images(handle, List.of(request)).getOrDefault(request, List.of()),
                                read(rs, "notices", new TypeReference<>() {})))
                .findOne();
    }

    /** Empty if the request has no result. */
    public static Optional<Metadata> metadata(Handle handle, UUID request) {
        return handle.createQuery(RESULT)
                .bind("request", request)
                .map((rs, _) -> metadata(rs))
                .findOne();
    }

    private static Metadata metadata(ResultSet rs) throws SQLException {
        Map<String, Object> raw = read(rs, "renderer", new TypeReference<>() {});
        List<Lora> loras = read(rs, "loras", new TypeReference<>() {});
        return new Metadata(
                rs.getObject("metadata_id", UUID.class),
                rs.getString("prompt"),
                rs.getString("negative_prompt"),
                rs.getString("model_name"),
                rs.getString("model_hash"),
                loras,
                rs.getInt("steps"),
                rs.getBigDecimal("cfg_scale"),
                rs.getString("sampler"),
                rs.getString("scheduler"),
                rs.getLong("seed"),
                rs.getInt("width"),
                rs.getInt("height"),
                rs.getInt("image_count"),
                raw,
                rs.getLong("duration_millis"),
                rs.getTimestamp("created_at").toInstant(),
                composition(rs),
                readOrNull(rs, "derivation", new TypeReference<>() {}),
                readOrNull(rs, "refinement", new TypeReference<>() {}),
                readOrNull(rs, "research", new TypeReference<>() {}),
                read(rs, "millis_by_phase", new TypeReference<>() {}));
    }

    private static RequestDetail.Composition composition(ResultSet rs) throws SQLException {
        ResultReport.Composition written = read(rs, "composition", new TypeReference<>() {});
        return new RequestDetail.Composition(
                written.writer().name().toLowerCase(Locale.ROOT),
                written.model(),
                written.promptVersion(),
                written.explanation(),
                written.provenance());
    }

    Map<UUID, List<Image>> images(Handle handle, List<UUID> requests) {
        var images = new HashMap<UUID, List<Image>>();
        handle.createQuery(
                        """
                        SELECT i.* FROM generated_image i
                        JOIN generation_metadata m USING (request_uid, attempt)
                        WHERE request_uid = ANY(:requests) AND i.seed IS NOT NULL
                        ORDER BY i.index
                        """)
                .bindArray("requests", UUID.class, requests.toArray())
                .map((rs, _) -> Map.entry(rs.getObject("request_uid", UUID.class), image(rs)))
                .forEach(entry ->
                        images.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                                .add(entry.getValue()));
        return images;
    }

    private Image image(ResultSet rs) throws SQLException {
        var request = rs.getObject("request_uid", UUID.class);
        var index = rs.getInt("index");
        return new Image(
                rs.getObject("image_id", UUID.class),
                "/api/v1/requests/" + request + "/images/" + index,
                rs.getString("discord_url"),
                rs.getLong("size_bytes"),
                rs.getString("sha256"),
                rs.getLong("seed"),
                rs.getInt("width"),
                rs.getInt("height"),
                rs.getTimestamp("created_at").toInstant(),
                links.link(request, index));
    }

    private static <T> @Nullable T readOrNull(ResultSet rs, String column, TypeReference<T> type)
            throws SQLException {
        return rs.getString(column) == null ? null : read(rs, column, type);
    }

    private static <T> T read(ResultSet rs, String column, TypeReference<T> type)
            throws SQLException {
        try {
            return Json.mapper().readValue(rs.getString(column), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column " + column + " cannot be read", e);
        }
    }
}
