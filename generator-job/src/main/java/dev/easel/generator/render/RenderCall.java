package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One call for pictures.
 *
 * @param taskId what the peer knows it by; absent where it takes none
 * @param width of the images that must come back
 */
record RenderCall(
        String path, ObjectNode body, @Nullable String taskId, int width, int height, int images) {

    boolean enlarges() {
        return path.endsWith("/extra-single-image");
    }
}
