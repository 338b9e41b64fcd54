package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/v1/session}. */
@JsonNaming(SnakeCaseStrategy.class)
public record SessionInput(@Nullable String key) {
    @Override
    public String toString() {
        return "SessionInput[***]";
    }
}
