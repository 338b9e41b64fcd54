package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.ModelFamily;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/loras}, by name.
 *
 * @param total how many there are on all pages
 * @param nextCursor asks for the next page; absent on the last one
 * @param scan the last scan, where there is a directory
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LoraList(
        List<Metadata> loras,
        int total,
        @Nullable String nextCursor,
        @Nullable LoraScanReport scan) {
    public LoraList {
        loras = List.copyOf(loras);
    }

    /**
     * The contract's fields, then what is known besides.
     *
     * @param filePath relative to the LoRA directory; only the file's name for one that only a back
     *     end knows
     * @param weight what its maker or its owner recommends
     * @param available whether a back end lists it; absent while none can be asked
     * @param fits whether it was made for the model's family; absent if no model was named
     * @param duplicatePaths files of the same name elsewhere, of which the back end takes only one
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Metadata(
            UUID loraId,
            String name,
            String filePath,
            @Nullable String description,
            @Nullable List<String> tags,
            @Nullable String fileHash,
            @Nullable Instant downloadedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant createdAt,
            @Nullable String title,
            List<String> triggerWords,
            ModelFamily family,
            @Nullable String baseModel,
            @Nullable BigDecimal weight,
            @Nullable String modelHash,
            @Nullable Boolean available,
            @Nullable Boolean fits,
            List<String> duplicatePaths) {
        public Metadata {
            triggerWords = triggerWords == null ? List.of() : List.copyOf(triggerWords);
            duplicatePaths = duplicatePaths == null ? List.of() : List.copyOf(duplicatePaths);
        }
    }
}
