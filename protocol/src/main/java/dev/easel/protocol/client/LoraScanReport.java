package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan of the LoRA directory found.
 *
 * @param unreadable files that could not be read; they keep the entry that they had
 * @param skipped links, and names that a prompt cannot hold
 * @param duplicates paths of files whose name another file has
 * @param unhashed files whose hash is still being computed
 * @param warning why the catalogue was left as it is, if it was
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LoraScanReport(
        Instant startedAt,
        Instant finishedAt,
        int files,
        int added,
        int changed,
        int removed,
        int unreadable,
        int skipped,
        List<String> duplicates,
        int unhashed,
        @Nullable String warning) {
    public LoraScanReport {
        duplicates = duplicates == null ? List.of() : List.copyOf(duplicates);
    }
}
