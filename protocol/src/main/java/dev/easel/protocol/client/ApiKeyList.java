package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/** Answer of {@code GET /api/v1/keys}: the newest first, also those that have ended. */
@JsonNaming(SnakeCaseStrategy.class)
public record ApiKeyList(List<ApiKey> keys) {
    public ApiKeyList {
        keys = List.copyOf(keys);
    }
}
