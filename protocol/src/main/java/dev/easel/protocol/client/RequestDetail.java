package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/requests/{request_id}}: the contract's fields, then {@code progress}
 * (what moves), {@code reason} and {@code notices}.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RequestDetail(
        UUID requestId,
        String guildId,
        String userId,
        String threadId,
        String originalInstruction,
        RequestStatus status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String errorMessage,
        @Nullable Metadata metadata,
        List<Image> images,
        @Nullable String reason,
        List<String> notices,
        RequestProgress progress) {

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Metadata(
            UUID metadataId,
            String prompt,
            @Nullable String negativePrompt,
            String modelName,
            @Nullable String modelHash,
            @Nullable List<Lora> loraList,
            int steps,
            BigDecimal cfgScale,
            String sampler,
            @Nullable String scheduler,
            long seed,
            int width,
            int height,
            int imageCount,
            @Nullable Map<String, Object> rawParams,
            @Nullable Long durationMillis,
            Instant createdAt) {}

    /**
     * {@code filePath} is {@code /api/v1/requests/{request_id}/images/{index}}: the PNG, read with
     * the same credentials.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Image(
            UUID imageId,
            String filePath,
            @Nullable String discordUrl,
            long fileSizeBytes,
            String sha256,
            long seed,
            int width,
            int height,
            Instant createdAt) {}
}
