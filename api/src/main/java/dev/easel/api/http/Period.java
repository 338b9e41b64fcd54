package dev.easel.api.http;

import io.helidon.common.parameters.Parameters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The query's {@code since} and {@code until}.
 *
 * @param since the first moment of it; null for all before {@code until}
 * @param until the first moment after it; null for all from {@code since} on
 */
public record Period(@Nullable Instant since, @Nullable Instant until) {
    public static Period of(Parameters query) {
        var since = QueryFields.time(query, "since");
        var until = QueryFields.time(query, "until");
        if (since != null && until != null && !since.isBefore(until)) {
            throw ApiProblem.invalid(
                    "since", "since must be before until: swap the two, or leave one out.");
        }
        return new Period(since, until);
    }
}
