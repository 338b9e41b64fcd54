package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Lora;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the settings' routes: the contract's fields, then what holds in the end.
 *
 * @param settingsId absent, like the times, where nothing is settled
 * @param userId absent for what holds for the whole guild
 * @param unchecked fields whose names no back end could be asked about; they are looked up again
 *     with each request
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GlobalSettings(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID settingsId,
        String guildId,
        @Nullable String userId,
        @Nullable String defaultModel,
        @Nullable List<Lora> defaultLoraList,
        @Nullable String defaultPromptSuffix,
        @Nullable Map<String, Object> defaultSdParams,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant updatedAt,
        EffectiveSettings effective,
        List<String> unchecked) {
    public GlobalSettings {
        unchecked = unchecked == null ? List.of() : List.copyOf(unchecked);
    }
}
