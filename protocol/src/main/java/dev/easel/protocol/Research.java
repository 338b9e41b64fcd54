package dev.easel.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search of the web brought for a picture. Only {@code outcome} and {@code note} are told
 * where nothing was found out.
 *
 * @param note why it was skipped or failed, a sentence in the requester's language
 * @param provider who answered: searxng, brave or google
 * @param cached whether all answers came from the cache
 * @param settings recommended values by the names of settings, as found
 */
public record Research(
        Outcome outcome,
        @Nullable String note,
        @Nullable String provider,
        boolean cached,
        List<String> queries,
        @Nullable String summary,
        List<String> techniques,
        List<String> loras,
        Map<String, String> settings,
        List<Source> sources) {

    /** A page that the summary rests on; the address is http or https. */
    public record Source(String title, String url) {}

    /** How it went; a failure never ends the generation. */
    public enum Outcome {
        @JsonProperty("done")
        DONE,
        @JsonProperty("skipped")
        SKIPPED,
        @JsonProperty("failed")
        FAILED
    }

    public Research {
        queries = queries == null ? List.of() : List.copyOf(queries);
        techniques = techniques == null ? List.of() : List.copyOf(techniques);
        loras = loras == null ? List.of() : List.copyOf(loras);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    public static Research skipped(String note) {
        return without(Outcome.SKIPPED, note);
    }

    public static Research failed(String note) {
        return without(Outcome.FAILED, note);
    }

    private static Research without(Outcome outcome, String note) {
        return new Research(
                outcome, note, null, false, List.of(), null, List.of(), List.of(), Map.of(),
                List.of());
    }
}
