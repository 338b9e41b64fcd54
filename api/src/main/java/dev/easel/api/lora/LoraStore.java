package dev.easel.api.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.api.catalogue.LoraCard;
import dev.easel.api.lora.LoraDirectory.Seen;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.LoraScanReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The catalogue's rows, one for each name. */
final class LoraStore {
    private static final int USES_LOOKED_AT = 500;

    private final Jdbi jdbi;

    LoraStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What a scan found out about a file; the hash is kept where the content is the same. */
    record Found(Seen seen, LoraCard card, @Nullable String modelHash, boolean sameContent) {}

    static List<LoraRow> all(Handle handle) {
        return handle.createQuery("SELECT * FROM lora ORDER BY name COLLATE \"C\"")
                .setFetchSize(1000)
                .map((rs, _) -> LoraRow.of(rs))
                .list();
    }

    List<LoraRow> all() {
        return jdbi.inTransaction(LoraStore::all);
    }

    Map<String, LoraCard> cards() {
        return all().stream().collect(Collectors.toMap(LoraRow::name, LoraRow::card));
    }

    void put(List<Found> found) {
        jdbi.useTransaction(handle -> {
            var batch =
                    handle.prepareBatch(
                            """
                            INSERT INTO lora (name, file_path, file_size, file_time, downloaded_at,
                              sidecar, duplicate_paths, alias, title, description, tags,
                              trigger_words, family, base_model, weight, model_hash, words,
                              scanned_at)
                            VALUES (:name, :path, :bytes, :time, :time, :sidecar, :duplicates,
                              :alias, :title, :description, :tags, :triggers, :family, :base,
                              :weight, :modelHash, :words, now())
                            ON CONFLICT (name) DO UPDATE SET
                              file_path = excluded.file_path, file_size = excluded.file_size,
                              file_time = excluded.file_time,
                              downloaded_at = excluded.downloaded_at,
                              sidecar = excluded.sidecar,
                              duplicate_paths = excluded.duplicate_paths, alias = excluded.alias,
                              title = excluded.title, description = excluded.description,
                              tags = excluded.tags, trigger_words = excluded.trigger_words,
                              family = excluded.family, base_model = excluded.base_model,
                              weight = excluded.weight, words = excluded.words,
                              scanned_at = excluded.scanned_at,
                              file_hash = CASE WHEN :same THEN lora.file_hash END,
                              model_hash = CASE WHEN :same THEN lora.model_hash
                                ELSE excluded.model_hash END
                            """);
            for (var one : found) {
                var card = one.card();
                var seen = one.seen();
                batch.bind("name", seen.name())
                        .bind("path", seen.path())
                        .bind("bytes", seen.bytes())
                        .bind("time", seen.time())
                        .bind("sidecar", seen.sidecar())
                        .bindArray("duplicates", String.class, seen.duplicates())
                        .bind("alias", card.alias())
                        .bind("title", card.title())
                        .bind("description", card.description())
                        .bindArray("tags", String.class, card.tags())
                        .bindArray("triggers", String.class, card.triggers())
                        .bind("family", Json.mapper().convertValue(card.family(), String.class))
                        .bind("base", card.baseModel())
                        .bind("weight", card.weight())
                        .bind("modelHash", one.modelHash())
                        .bind("words", Words.of(seen.name(), card))
                        .bind("same", one.sameContent())
                        .add();
            }
            batch.execute();
        });
    }

    void remove(Collection<String> names) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM lora WHERE name = ANY(:names)")
                        .bindArray("names", String.class, List.copyOf(names))
                        .execute());
    }

    List<LoraRow> unhashed() {
        return jdbi.inTransaction(handle ->
                handle.createQuery("SELECT * FROM lora WHERE file_hash IS NULL ORDER BY name")
                        .map((rs, _) -> LoraRow.of(rs))
                        .list());
    }

    /** Says nothing about a row that has changed meanwhile. */
    void hashed(LoraRow row, String fileHash, @Nullable String modelHash) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE lora SET file_hash = :hash,
                                  model_hash = coalesce(model_hash, :modelHash)
                                WHERE name = :name AND file_path = :path AND file_size = :bytes
                                  AND file_time = :time
                                """)
                        .bind("hash", fileHash)
                        .bind("modelHash", modelHash)
                        .bind("name", row.name())
                        .bind("path", row.path())
                        .bind("bytes", row.bytes())
                        .bind("time", row.time())
                        .execute());
    }

    void report(LoraScanReport report) {
        try {
            var json = Json.mapper().writeValueAsString(report);
            jdbi.useTransaction(handle ->
                    handle.createUpdate(
                                    """
                                    INSERT INTO lora_scan (report) VALUES (CAST(:report AS jsonb))
                                    ON CONFLICT (only_row) DO UPDATE SET
                                      report = excluded.report, created_at = now()
                                    """)
                            .bind("report", json)
                            .execute());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report could not be written as JSON", e);
        }
    }

    Optional<LoraScanReport> lastReport() {
        return jdbi.inTransaction(handle ->
                handle.createQuery("SELECT report FROM lora_scan")
                        .map((rs, _) -> read(rs.getString("report")))
                        .findOne());
    }

    private static LoraScanReport read(String json) {
        try {
            return Json.mapper().readValue(json, LoraScanReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be read", e);
        }
    }

    /** How often each was used by the latest generations. */
    static Map<String, Integer> usesLately(Handle handle) {
        return handle
                .createQuery(
                        """
                        SELECT used ->> 'name' AS name, count(*) AS uses
                        FROM (SELECT loras FROM generation_metadata
                          ORDER BY created_at DESC LIMIT :most) latest,
                          jsonb_array_elements(latest.loras) used
                        WHERE used ->> 'name' IS NOT NULL GROUP BY 1
                        """)
                .bind("most", USES_LOOKED_AT)
                .map((rs, _) -> Map.entry(rs.getString("name"), rs.getInt("uses")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
