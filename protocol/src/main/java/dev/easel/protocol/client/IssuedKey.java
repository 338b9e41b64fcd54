package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to who makes or rotates a key.
 *
 * @param key its text, which is shown this once
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IssuedKey(
        String key,
        String id,
        String label,
        List<String> scopes,
        @Nullable String tenant,
        @Nullable Instant expiresAt) {
    public IssuedKey {
        scopes = List.copyOf(scopes);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "IssuedKey[" + id + "]";
    }
}
