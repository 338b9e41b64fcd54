package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/backends}: what answers at this moment, asked anew for each call.
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BackendReport(List<Backend> backends) {
    public BackendReport {
        backends = List.copyOf(backends);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Backend(
            String pool, String name, Renderer renderer, LanguageModel languageModel) {}

    /**
     * @param reachable whether its lists could be read
     * @param problem why not, as a word of the reason registry
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Renderer(
            boolean reachable,
            @Nullable String problem,
            int models,
            int samplers,
            int loras,
            long millis) {}

    /**
     * @param model the one that the pool names
     * @param installed whether it is there; false too while nothing can be reached
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record LanguageModel(
            boolean reachable,
            @Nullable String problem,
            String model,
            boolean installed,
            long millis) {}
}
