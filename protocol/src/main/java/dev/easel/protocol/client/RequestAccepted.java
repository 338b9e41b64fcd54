package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.UUID;

/** Answer of {@code POST /api/v1/generate}, 202. */
@JsonNaming(SnakeCaseStrategy.class)
public record RequestAccepted(UUID requestId, RequestStatus status, Instant createdAt) {}
