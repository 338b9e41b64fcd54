package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/keys/{id}/rotate}.
 *
 * @param overlapSeconds how long the old key goes on, 0 to 604800; a day if absent
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ApiKeyRotation(@Nullable Long overlapSeconds) {}
