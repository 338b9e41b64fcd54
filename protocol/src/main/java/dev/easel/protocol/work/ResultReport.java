package dev.easel.protocol.work;

import dev.easel.protocol.Refinement;
import dev.easel.protocol.Research;
import dev.easel.protocol.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made and how. The images were uploaded before.
 *
 * @param refinement absent for Generate
 * @param research absent if nobody asked for it
 * @param notices sentences for the user about what could not be done as asked, in the language of
 *     the request's locale
 * @param millisByPhase time spent in each phase, by the words of {@code Phase}
 */
public record ResultReport(
        Composition composition,
        Settings settings,
        List<Image> images,
        Renderer renderer,
        @Nullable Refinement refinement,
        @Nullable Research research,
        List<String> notices,
        Map<String, Long> millisByPhase) {

    /**
     * Who wrote the prompt; model and promptVersion are absent if no language model was asked.
     *
     * @param provenance of each value of the settings, by its snake_case name
     */
    public record Composition(
            Writer writer,
            @Nullable String model,
            @Nullable String promptVersion,
            @Nullable String explanation,
            Map<String, Provenance> provenance) {
        public Composition {
            provenance = provenance == null ? Map.of() : Map.copyOf(provenance);
        }
    }

    public enum Writer {
        LANGUAGE_MODEL,
        REQUEST,
        /** The earlier generation's words, as they were or changed by code alone. */
        PREVIOUS,
        FALLBACK
    }

    /**
     * One image; the infotext is what the PNG's {@code parameters} chunk says.
     *
     * @param pixelsSha256 of the decoded RGB bytes, row by row: tells same pictures whatever their
     *     files say about them
     */
    public record Image(
            int index,
            String sha256,
            @Nullable String pixelsSha256,
            long seed,
            int width,
            int height,
            String infotext) {}

    /** The back end as it named itself, and its {@code info} object as JSON text. */
    public record Renderer(String flavour, @Nullable String version, String rawInfo) {}

    public ResultReport {
        images = List.copyOf(images);
        notices = notices == null ? List.of() : List.copyOf(notices);
        millisByPhase = millisByPhase == null ? Map.of() : Map.copyOf(millisByPhase);
    }
}
