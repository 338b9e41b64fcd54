package dev.easel.protocol.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.easel.protocol.ModelFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/models}: the checkpoints of a pool's back ends, by name.
 *
 * @param complete whether every back end of the pool could be asked
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ModelList(List<Model> models, boolean complete) {
    public ModelList {
        models = List.copyOf(models);
    }

    /**
     * @param name as requests and settings spell it
     * @param file the name of its file, where the back end tells it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Model(String name, @Nullable String file, ModelFamily family) {}
}
