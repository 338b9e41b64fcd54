package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key, without what opens anything.
 *
 * @param bootstrap whether configuration holds it
 * @param createdBy the caller that made it; absent for the configured one
 * @param lastUsedAt at most a minute old
 * @param replacedBy the key that a rotation put in its place
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiKey(
        String id,
        String label,
        List<String> scopes,
        @Nullable String tenant,
        boolean bootstrap,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String replacedBy) {
    public ApiKey {
        scopes = List.copyOf(scopes);
    }
}
