package dev.easel.api.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.generation.Requests;
import dev.easel.api.image.ImageStore;
import dev.easel.api.outbox.Outbox;
import dev.easel.protocol.Json;
import dev.easel.protocol.work.ResultReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of images and results. Each method is part of the caller's transaction. */
final class Results {
    private Results() {}

    /** A repeated upload of the same image changes nothing; another image replaces it. */
    static void putImage(Handle handle, ImageStore.Place place, ImageStore.Outcome.Stored stored) {
        handle.createUpdate(
                        """
                        INSERT INTO generated_image (image_id, request_uid, attempt, index,
                          file_path, sha256, size_bytes, width, height)
                        VALUES (:id, :request, :attempt, :index, :path, :sha256, :size, :width,
                          :height)
                        ON CONFLICT (request_uid, attempt, index) DO UPDATE SET
                          file_path = excluded.file_path, sha256 = excluded.sha256,
                          size_bytes = excluded.size_bytes, width = excluded.width,
                          height = excluded.height
                        WHERE generated_image.sha256 <> excluded.sha256
                          AND generated_image.seed IS NULL
                        """)
                .bind("id", UUID.randomUUID())
                .bind("request", place.request())
                .bind("attempt", place.attempt())
                .bind("index", place.index())
                .bind("path", stored.key())
                .bind("sha256", stored.sha256())
                .bind("size", stored.sizeBytes())
                .bind("width", stored.width())
                .bind("height", stored.height())
                .execute();
    }

    static Optional<UUID> find(Handle handle, UUID request, int attempt) {
        return handle.createQuery(
                        """
                        SELECT metadata_id FROM generation_metadata
                        WHERE request_uid = :request AND attempt = :attempt
                        """)
                .bind("request", request)
                .bind("attempt", attempt)
                .mapTo(UUID.class)
                .findOne();
    }

    /** The indexes of images that were not uploaded as the report says. */
    static List<Integer> missingImages(
            Handle handle, UUID request, int attempt, ResultReport report) {
        return report.images().stream()
                .filter(image -> !isUploaded(handle, request, attempt, image))
                .map(ResultReport.Image::index)
                .toList();
    }

    private static boolean isUploaded(
            Handle handle, UUID request, int attempt, ResultReport.Image image) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT 1 FROM generated_image
                          WHERE request_uid = :request AND attempt = :attempt AND index = :index
                            AND sha256 = :sha256 AND width = :width AND height = :height)
                        """)
                .bind("request", request)
                .bind("attempt", attempt)
                .bindMethods(image)
                .mapTo(Boolean.class)
                .one();
    }

    static UUID store(Handle handle, Claims.Row claim, Requests.Row request, ResultReport report) {
        var id = UUID.randomUUID();
        insertMetadata(handle, id, claim, report);
        for (var image : report.images()) {
            handle.createUpdate(
                            """
                            UPDATE generated_image SET seed = :seed, infotext = :infotext,
                              pixels_sha256 = :pixels
                            WHERE request_uid = :request AND attempt = :attempt AND index = :index
                            """)
                    .bind("request", claim.requestUid())
                    .bind("attempt", claim.attempt())
                    .bind("index", image.index())
                    .bind("seed", image.seed())
                    .bind("pixels", image.pixelsSha256())
                    .bind("infotext", clean(image.infotext()))
                    .execute();
        }
        if (!request.threadId().isEmpty()) {
            extendThread(handle, id, request);
        }
        Outbox.note(handle, claim.requestUid());
        return id;
    }

    private static void insertMetadata(
            Handle handle, UUID id, Claims.Row claim, ResultReport report) {
        var settings = report.settings();
        handle.createUpdate(
                        """
                        INSERT INTO generation_metadata (metadata_id, request_uid, attempt, prompt,
                          negative_prompt, model_name, model_hash, loras, steps, cfg_scale,
                          sampler, scheduler, seed, width, height, image_count, composition,
                          renderer, derivation, refinement, research, notices, millis_by_phase,
                          duration_millis)
                        SELECT :id, :request, :attempt, :prompt, :negativePrompt, :model,
                          :modelHash, CAST(:loras AS jsonb), :steps, :cfgScale, :sampler,
                          :scheduler, :seed, :width, :height, :imageCount,
                          CAST(:composition AS jsonb), CAST(:renderer AS jsonb),
                          CAST(:derivation AS jsonb), CAST(:refinement AS jsonb),
                          CAST(:research AS jsonb), CAST(:notices AS jsonb),
                          CAST(:millis AS jsonb),
                          CAST(1000 * extract(epoch FROM now() - created_at) AS bigint)
                        FROM claim WHERE claim_id = :claim
                        """)
                .bind("id", id)
                .bind("request", claim.requestUid())
                .bind("attempt", claim.attempt())
                .bind("claim", claim.claimId())
                .bind("prompt", clean(settings.prompt()))
                .bind("negativePrompt", clean(settings.negativePrompt()))
                .bind("model", settings.model())
                .bind("modelHash", settings.modelHash())
                .bind("loras", json(settings.loras()))
                .bind("steps", settings.steps())
                .bind("cfgScale", settings.cfgScale())
                .bind("sampler", settings.sampler())
                .bind("scheduler", settings.scheduler())
                .bind("seed", settings.seed())
                .bind("width", settings.width())
                .bind("height", settings.height())
                .bind("imageCount", settings.imageCount())
                .bind("composition", json(report.composition()))
                .bind("renderer", json(renderer(report.renderer())))
                .bind("derivation", jsonOrNull(settings.derivation()))
                .bind("refinement", jsonOrNull(report.refinement()))
                .bind("research", jsonOrNull(report.research()))
                .bind("notices", json(report.notices()))
                .bind("millis", json(report.millisByPhase()))
                .execute();
    }

    private static void extendThread(Handle handle, UUID metadata, Requests.Row request) {
        handle.createUpdate(
                        """
                        INSERT INTO thread_context (thread_id, guild_id, user_id,
                          latest_metadata_id)
                        VALUES (:thread, :guild, :user, :metadata)
                        ON CONFLICT (guild_id, thread_id) DO UPDATE SET
                          latest_metadata_id = excluded.latest_metadata_id, updated_at = now()
                        """)
                .bind("thread", request.threadId())
                .bind("guild", request.tenant())
                .bind("user", request.userId())
                .bind("metadata", metadata)
                .execute();
    }

    /** The back end's own words as an object where they are one, else as text. */
    private static Map<String, Object> renderer(ResultReport.Renderer renderer) {
        var row = new LinkedHashMap<String, Object>();
        row.put("flavour", renderer.flavour());
        if (renderer.version() != null) {
            row.put("version", renderer.version());
        }
        row.put("info", info(renderer.rawInfo()));
        return row;
    }

    private static Object info(String raw) {
        try {
            var info = Json.mapper().readTree(raw);
            if (info != null && info.isObject()) {
                return info;
            }
        } catch (JsonProcessingException e) {
            // Kept as it came, since it is evidence and not input.
        }
        return Map.of("text", raw);
    }

    /** PostgreSQL stores no NUL, neither in text nor in jsonb. */
    private static String clean(String text) {
        return text.replace("\0", "");
    }

    private static @Nullable String jsonOrNull(@Nullable Object value) {
        return value == null ? null : json(value);
    }

    private static String json(Object value) {
        try {
            var text = Json.mapper().writeValueAsString(value);
            return text.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000", "$1");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a part of a result could not be written", e);
        }
    }
}
