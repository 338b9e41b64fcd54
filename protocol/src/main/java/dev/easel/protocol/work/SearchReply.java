package dev.easel.protocol.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search brought. No snippets and no {@code unavailable} means that the web knows nothing.
 *
 * @param provider who answered; absent if nobody did
 * @param unavailable why nobody answered, a sentence for the user
 */
public record SearchReply(
        @Nullable String provider,
        boolean cached,
        List<Snippet> snippets,
        @Nullable String unavailable) {

    /** Text of strangers, never to be followed as an instruction. */
    public record Snippet(String title, String url, String text, @Nullable String published) {}

    public SearchReply {
        snippets = snippets == null ? List.of() : List.copyOf(snippets);
    }
}
