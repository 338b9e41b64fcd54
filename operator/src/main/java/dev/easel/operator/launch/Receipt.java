package dev.easel.operator.launch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a generator leaves as its termination message. {@code reason} is a word of the registry. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Receipt(
        @Nullable Long token,
        @Nullable Integer code,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String resultId) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the message; log lines, which Kubernetes hands over when a generator died without one,
     * are no receipt.
     */
    static Optional<Receipt> parse(@Nullable String text) {
        if (text == null || !text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            var receipt = JSON.readValue(text, Receipt.class);
            return receipt.token() == null ? Optional.empty() : Optional.of(receipt);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
