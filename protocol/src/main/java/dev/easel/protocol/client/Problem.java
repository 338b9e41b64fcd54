package dev.easel.protocol.client;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Every error body: the contract's {@code error} and {@code detail}, and what a client can branch
 * on.
 *
 * @param error a short sentence
 * @param detail names the field, the bound and the way out
 * @param code a word of the reason registry, or of the API's own errors such as InvalidField
 * @param field the field at fault, as the client spelt it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Problem(
        String error,
        String detail,
        String code,
        @Nullable String field,
        @Nullable String traceId) {}
