package dev.easel.protocol.work;

import dev.easel.protocol.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made and how. The images were uploaded before.
 *
 * @param notices sentences for the user about what could not be done as asked
 * @param millisByPhase time spent in each phase, by the words of {@code Phase}
 */
public record ResultReport(
        Composition composition,
        Settings settings,
        List<Image> images,
        Renderer renderer,
        List<String> notices,
        Map<String, Long> millisByPhase) {

    /** Who wrote the prompt; model and promptVersion are absent if the request gave it. */
    public record Composition(
            Writer writer,
            @Nullable String model,
            @Nullable String promptVersion,
            @Nullable String explanation) {}

    public enum Writer {
        LANGUAGE_MODEL,
        REQUEST,
        FALLBACK
    }

    /** One image; the infotext is what the PNG's {@code parameters} chunk says. */
    public record Image(
            int index, String sha256, long seed, int width, int height, String infotext) {}

    /** The back end as it named itself, and its {@code info} object as JSON text. */
    public record Renderer(String flavour, @Nullable String version, String rawInfo) {}

    public ResultReport {
        images = List.copyOf(images);
        notices = notices == null ? List.of() : List.copyOf(notices);
        millisByPhase = millisByPhase == null ? Map.of() : Map.copyOf(millisByPhase);
    }
}
