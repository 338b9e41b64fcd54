package dev.easel.api.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Image;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Progress;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Resolved;
import dev.easel.crds.v1alpha1.Phase;
import dev.easel.protocol.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what belongs in a status. */
final class StatusRows {
    private StatusRows() {}

    /** Empty if the request is unknown or its resource has gone. */
    static Optional<ApiStatus.Known> read(Handle handle, UUID request) {
        var result = result(handle, request);
        return handle.createQuery(
                        """
                        SELECT r.generation, r.created_at, r.accepted, r.accepted_reason,
                          r.accepted_message, r.accepted_at, r.accepted_params, c.written_phase, c.written_percent
                        FROM generation_request r
                        LEFT JOIN LATERAL (
                          SELECT written_phase, written_percent FROM claim
                          WHERE claim.request_uid = r.request_uid
                          ORDER BY attempt DESC LIMIT 1) c ON true
                        WHERE r.request_uid = :request AND r.gone_at IS NULL
                        """)
                .bind("request", request)
                .map((rs, _) ->
                        new ApiStatus.Known(
                                rs.getLong("generation"),
                                instant(rs, "created_at"),
                                verdict(rs),
                                progress(rs),
                                result))
                .findOne();
    }

    private static ApiStatus.@Nullable Verdict verdict(ResultSet rs) throws SQLException {
        var accepted = rs.getString("accepted");
        return accepted == null
                ? null
                : new ApiStatus.Verdict(
                        accepted.equals("True") ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                        rs.getString("accepted_reason"),
                        rs.getString("accepted_message"),
                        instant(rs, "accepted_at"),
                        params(rs));
    }

    private static Map<String, String> params(ResultSet rs) throws SQLException {
        try {
            return Json.mapper()
                    .readValue(rs.getString("accepted_params"), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parts of a refusal cannot be read", e);
        }
    }

    private static @Nullable Progress progress(ResultSet rs) throws SQLException {
        var phase = rs.getString("written_phase");
        return phase == null
                ? null
                : new Progress(
                        Json.mapper().convertValue(phase, Phase.class),
                        rs.getInt("written_percent"));
    }

    private static ApiStatus.@Nullable Result result(Handle handle, UUID request) {
        return handle.createQuery(
                        """
                        SELECT prompt, seed, model_name, attempt, created_at
                        FROM generation_metadata WHERE request_uid = :request
                        """)
                .bind("request", request)
                .map((rs, _) ->
                        new ApiStatus.Result(
                                new Resolved(
                                        cut(rs.getString("prompt")),
                                        rs.getLong("seed"),
                                        rs.getString("model_name")),
                                images(handle, request, rs.getInt("attempt")),
                                instant(rs, "created_at")))
                .findOne()
                .orElse(null);
    }

    private static List<Image> images(Handle handle, UUID request, int attempt) {
        return handle.createQuery(
                        """
                        SELECT index, sha256, size_bytes, file_path FROM generated_image
                        WHERE request_uid = :request AND attempt = :attempt AND seed IS NOT NULL
                        ORDER BY index
                        """)
                .bind("request", request)
                .bind("attempt", attempt)
                .map((rs, _) ->
                        new Image(
                                rs.getInt("index"),
                                rs.getString("sha256"),
                                rs.getLong("size_bytes"),
                                rs.getString("file_path")))
                .list();
    }

    private static String cut(String prompt) {
        var max = GenerationRequestStatus.RESOLVED_PROMPT_CHARS_MAX;
        return prompt.length() <= max ? prompt : prompt.substring(0, max - 1) + "…";
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return rs.getTimestamp(column).toInstant();
    }
}
