package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every error body: the contract's {@code error} and {@code detail}, and what a client can branch
 * on.
 *
 * @param error a short sentence
 * @param detail names the field, the bound and the way out
 * @param code a word of the reason registry, of {@link FieldRule}, or of the API's own errors
 * @param field the field at fault, as the client spelt it
 * @param params what the sentences are made of, by the names that the code defines, for clients
 *     that word errors themselves
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Problem(
        String error,
        String detail,
        String code,
        @Nullable String field,
        @Nullable String traceId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> params) {
    public Problem {
        params = Map.copyOf(Objects.requireNonNullElse(params, Map.of()));
    }

    public Problem(
            String error,
            String detail,
            String code,
            @Nullable String field,
            @Nullable String traceId) {
        this(error, detail, code, field, traceId, Map.of());
    }
}
