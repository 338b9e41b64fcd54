package dev.easel.api.lora;

import dev.easel.api.catalogue.LoraCard;
import dev.easel.protocol.Json;
import dev.easel.protocol.ModelFamily;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A LoRA of the directory, as the database keeps it. */
record LoraRow(
        UUID loraId,
        String name,
        String path,
        long bytes,
        Instant time,
        String sidecar,
        List<String> duplicates,
        @Nullable String fileHash,
        @Nullable String modelHash,
        LoraCard card,
        Instant createdAt) {

    static LoraRow of(ResultSet rs) throws SQLException {
        return new LoraRow(
                rs.getObject("lora_id", UUID.class),
                rs.getString("name"),
                rs.getString("file_path"),
                rs.getLong("file_size"),
                time(rs.getTimestamp("file_time")),
                rs.getString("sidecar"),
                strings(rs.getArray("duplicate_paths")),
                rs.getString("file_hash"),
                rs.getString("model_hash"),
                new LoraCard(
                        rs.getString("alias"),
                        rs.getString("title"),
                        rs.getString("description"),
                        strings(rs.getArray("tags")),
                        strings(rs.getArray("trigger_words")),
                        Json.mapper().convertValue(rs.getString("family"), ModelFamily.class),
                        rs.getString("base_model"),
                        rs.getBigDecimal("weight")),
                time(rs.getTimestamp("created_at")));
    }

    private static Instant time(@Nullable Timestamp timestamp) {
        return timestamp == null ? Instant.EPOCH : timestamp.toInstant();
    }

    private static List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
