package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code POST} and {@code GET /api/v1/session}: who calls, and what for.
 *
 * @param caller names the credential, never its secret
 * @param tenant the one guild that it is for; absent means any
 * @param expiresAt absent if it has no end that is known here
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SessionState(
        String caller, List<String> scopes, @Nullable String tenant, @Nullable Instant expiresAt) {
    public SessionState {
        scopes = List.copyOf(scopes);
    }
}
