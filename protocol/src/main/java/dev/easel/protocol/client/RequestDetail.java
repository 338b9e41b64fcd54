package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Json;
import dev.easel.protocol.Lora;
import dev.easel.protocol.Phase;
import dev.easel.protocol.Refinement;
import dev.easel.protocol.Research;
import dev.easel.protocol.work.Provenance;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        RequestProgress progress,
        String action,
        @Nullable Source source) {

    /** The generation that the action started from; the index is absent if all images are meant. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Source(UUID requestId, @Nullable Integer imageIndex) {}

    /**
     * What made the images.
     *
     * @param millisByPhase how long each phase took, by the words of {@link Phase}; empty of
     *     results that an older generator stored
     */
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
            Instant createdAt,
            Composition composition,
            @Nullable Derivation derivation,
            @Nullable Refinement refinement,
            @Nullable Research research,
            Map<String, Long> millisByPhase) {
        public Metadata {
            millisByPhase = millisByPhase == null ? Map.of() : millisByPhase;
        }

        /** How long a phase took, where that is known. */
        public Optional<Duration> spentOn(Phase phase) {
            var word = Json.mapper().convertValue(phase, String.class);
            return Optional.ofNullable(millisByPhase.get(word)).map(Duration::ofMillis);
        }
    }

    /**
     * Who wrote the prompt, and where each value comes from.
     *
     * @param writer language_model, request, previous or fallback
     * @param provenance by the snake_case names of the settings
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Composition(
            String writer,
            @Nullable String model,
            @Nullable String promptVersion,
            @Nullable String explanation,
            Map<String, Provenance> provenance) {}

    /**
     * {@code filePath} is {@code /api/v1/requests/{request_id}/images/{index}}: the PNG, read with
     * the same credentials.
     *
     * @param link the same PNG for whoever has the address, for a bounded time; absent where the
     *     installation has no public address, or no key to sign with
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
            Instant createdAt,
            @Nullable String link) {}
}
