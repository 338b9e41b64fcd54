package dev.easel.api.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Settings;
import dev.easel.protocol.work.Previous;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads stored generations back. Each method is part of the caller's transaction. */
public final class Generations {
    /** No chain is longer; only a broken one could have a loop. */
    private static final int CHAIN_MAX = 10_000;

    private Generations() {}

    /** The generation of a request that has one. */
    public static Previous previous(Handle handle, UUID request, @Nullable Integer imageIndex) {
        var before = withEnds(before(handle, request));
        var wanted = new ArrayList<>(before);
        wanted.add(request);
        var steps = steps(handle, wanted);
        var own = steps.get(request);
        if (own == null) {
            throw new IllegalStateException("the generation to start from has no result");
        }
        return new Previous(
                request,
                own.instruction(),
                own.settings(),
                imageIndex,
                images(handle, request),
                before.stream()
                        .flatMap(uid -> Optional.ofNullable(steps.get(uid)).stream())
                        .toList());
    }

    /** Latest first; of a long history the latest ones and the very first. */
    private static List<UUID> withEnds(List<UUID> all) {
        if (all.size() <= Previous.HISTORY_MAX) {
            return all;
        }
        var ends = new ArrayList<>(all.subList(0, Previous.HISTORY_MAX - 1));
        ends.add(all.getLast());
        return ends;
    }

    /**
     * The chain of sources, then what the thread of the oldest of them had stored before it since
     * the reset that came before it, if any.
     */
    private static List<UUID> before(Handle handle, UUID request) {
        return handle.createQuery(
                        """
                        WITH RECURSIVE chain AS (
                          SELECT r.request_uid, r.source_request_uid, r.tenant, r.thread_id,
                            m.created_at, 0 AS depth
                          FROM generation_request r JOIN generation_metadata m USING (request_uid)
                          WHERE r.request_uid = :request
                          UNION ALL
                          SELECT r.request_uid, r.source_request_uid, r.tenant, r.thread_id,
                            m.created_at, chain.depth + 1
                          FROM chain
                          JOIN generation_request r ON r.request_uid = chain.source_request_uid
                          JOIN generation_metadata m ON m.request_uid = r.request_uid
                          WHERE chain.depth < :max
                        ), oldest AS (
                          SELECT c.*, (SELECT t.reset_at FROM thread_context t
                            WHERE t.guild_id = c.tenant AND t.thread_id = c.thread_id
                              AND t.reset_at < c.created_at) AS reset_at
                          FROM chain c ORDER BY depth DESC LIMIT 1
                        )
                        SELECT request_uid, 0 AS part, depth, created_at
                        FROM chain WHERE depth > 0
                        UNION ALL
                        SELECT r.request_uid, 1, 0, m.created_at
                        FROM oldest o
                        JOIN generation_request r
                          ON r.thread_id = o.thread_id AND r.tenant = o.tenant
                        JOIN generation_metadata m ON m.request_uid = r.request_uid
                        WHERE r.thread_id <> '' AND m.created_at < o.created_at
                          AND (o.reset_at IS NULL OR m.created_at > o.reset_at)
                          AND r.request_uid NOT IN (SELECT request_uid FROM chain)
                        ORDER BY part, depth, created_at DESC, request_uid
                        """)
                .bind("request", request)
                .bind("max", CHAIN_MAX)
                .mapTo(UUID.class)
                .list();
    }

    private static Map<UUID, Previous.Step> steps(Handle handle, List<UUID> requests) {
        return handle
                .createQuery(
                        """
                        SELECT r.action, r.instruction, m.* FROM generation_metadata m
                        JOIN generation_request r USING (request_uid)
                        WHERE m.request_uid = ANY(:requests)
                        """)
                .bindArray("requests", UUID.class, requests.toArray())
                .map((rs, _) ->
                        new Previous.Step(
                                rs.getObject("request_uid", UUID.class),
                                rs.getString("action"),
                                rs.getString("instruction"),
                                settings(rs)))
                .list()
                .stream()
                .collect(Collectors.toMap(Previous.Step::requestId, Function.identity()));
    }

    private static Settings settings(ResultSet rs) throws SQLException {
        var loras = read(rs, "loras", new TypeReference<List<Lora>>() {});
        return new Settings(
                rs.getString("prompt"),
                rs.getString("negative_prompt"),
                rs.getString("model_name"),
                rs.getString("model_hash"),
                loras == null ? List.of() : loras,
                rs.getInt("steps"),
                rs.getBigDecimal("cfg_scale"),
                rs.getString("sampler"),
                rs.getString("scheduler"),
                rs.getLong("seed"),
                rs.getInt("width"),
                rs.getInt("height"),
                rs.getInt("image_count"),
                read(rs, "derivation", new TypeReference<Derivation>() {}));
    }

    private static List<Previous.Image> images(Handle handle, UUID request) {
        return handle.createQuery(
                        """
                        SELECT i.* FROM generated_image i
                        JOIN generation_metadata m USING (request_uid, attempt)
                        WHERE request_uid = :request AND i.seed IS NOT NULL ORDER BY i.index
                        """)
                .bind("request", request)
                .map((rs, _) ->
                        new Previous.Image(
                                rs.getInt("index"),
                                rs.getLong("seed"),
                                rs.getString("sha256"),
                                rs.getString("pixels_sha256"),
                                rs.getInt("width"),
                                rs.getInt("height")))
                .list();
    }

    /** A stored image's place and hash. */
    public record StoredFile(String key, String sha256, long sizeBytes, Instant createdAt) {}

    /** Empty unless the image is part of the request's result. */
    public static Optional<StoredFile> image(Handle handle, UUID request, int index) {
        return handle.createQuery(
                        """
                        SELECT i.file_path, i.sha256, i.size_bytes, i.created_at
                        FROM generated_image i
                        JOIN generation_metadata m USING (request_uid, attempt)
                        WHERE request_uid = :request AND i.index = :index AND i.seed IS NOT NULL
                        """)
                .bind("request", request)
                .bind("index", index)
                .map((rs, _) ->
                        new StoredFile(
                                rs.getString("file_path"),
                                rs.getString("sha256"),
                                rs.getLong("size_bytes"),
                                rs.getTimestamp("created_at").toInstant()))
                .findOne();
    }

    private static <T> @Nullable T read(ResultSet rs, String column, TypeReference<T> type)
            throws SQLException {
        var text = rs.getString(column);
        try {
            return text == null ? null : Json.mapper().readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column " + column + " cannot be read", e);
        }
    }
}
