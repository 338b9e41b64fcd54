package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/keys}.
 *
 * @param scopes of generate, read, settings and admin
 * @param tenant the one guild that the key sees; absent means as the maker
 * @param label for people, at most 100 characters
 * @param expiresAt a time in ISO 8601; absent means never
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ApiKeyInput(
        @Nullable List<String> scopes,
        @Nullable String tenant,
        @Nullable String label,
        @Nullable String expiresAt) {
    public ApiKeyInput {
        scopes = scopes == null ? null : Collections.unmodifiableList(new ArrayList<>(scopes));
    }
}
