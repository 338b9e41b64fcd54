package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.Phase;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What moves while a request is alive. Also the payload of the events {@code progress} (any number)
 * and {@code end} (once, last) of {@code GET /api/v1/requests/{request_id}/events}, and of {@code
 * request} of {@code GET /api/v1/events}.
 *
 * @param phase absent until a generator has claimed
 * @param percent 0 to 100
 * @param queue present only while waiting
 * @param reason a word of the reason registry for what holds now
 * @param message the same in a sentence
 * @param params what the message of a refusal is made of, for clients that word it themselves
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RequestProgress(
        UUID requestId,
        RequestStatus status,
        @Nullable Phase phase,
        int percent,
        @Nullable Integer etaSeconds,
        @Nullable Queue queue,
        @Nullable String reason,
        @Nullable String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> params) {
    public RequestProgress {
        params = Map.copyOf(Objects.requireNonNullElse(params, Map.of()));
    }

    /** Without parts. */
    public RequestProgress(
            UUID requestId,
            RequestStatus status,
            @Nullable Phase phase,
            int percent,
            @Nullable Integer etaSeconds,
            @Nullable Queue queue,
            @Nullable String reason,
            @Nullable String message) {
        this(requestId, status, phase, percent, etaSeconds, queue, reason, message, Map.of());
    }

    /** The same, elsewhere in the queue. */
    public RequestProgress at(@Nullable Queue place) {
        return new RequestProgress(
                requestId, status, phase, percent, etaSeconds, place, reason, message, params);
    }

    /**
     * {@code position} is 1 for the next one; the estimate is absent while nothing was measured.
     *
     * @param explanation in English; other languages are made from what follows it
     * @param ahead how many are ahead by what put them there: {@code waited_too_long}, {@code
     *     priority}, {@code less_use} or {@code earlier}
     * @param usedSeconds how much of the GPU the requester used lately
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Queue(
            int position,
            int length,
            @Nullable Integer etaSeconds,
            String explanation,
            Map<String, Integer> ahead,
            long usedSeconds) {
        public Queue {
            ahead = ahead == null ? Map.of() : Map.copyOf(ahead);
        }

        /** Without what put the others ahead. */
        public Queue(int position, int length, @Nullable Integer etaSeconds, String explanation) {
            this(position, length, etaSeconds, explanation, Map.of(), 0);
        }
    }
}
