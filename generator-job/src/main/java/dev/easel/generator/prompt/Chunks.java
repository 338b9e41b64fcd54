package dev.easel.generator.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How much of a prompt a text encoder takes. AUTOMATIC1111 fills chunks of 75 tokens and breaks
 * them at a comma, so parts need no BREAK of ours; they only have to be whole and not too many.
 */
public final class Chunks {
    private Chunks() {}

    /** About what CLIP's tokenizer makes of it: a word of up to seven letters is a token. */
    public static int tokens(String text) {
        var tokens = 0;
        for (var word : text.strip().split("(?<=[,.;:()\\[\\]])|\\s+", -1)) {
            if (!word.isEmpty()) {
                tokens +=
                        word.codePoints().anyMatch(each -> each > 0x2E80)
                                ? word.length()
                                : (word.length() + 6) / 7
                                        + (word.matches(".+[,.;:()\\[\\]]") ? 1 : 0);
            }
        }
        return tokens;
    }

    /** What is read of a prompt, and the parts at its end that would be too much. */
    public record Fitted(String text, List<String> dropped) {}

    /** The first part always stays, since it says what the picture is of. */
    public static Fitted fit(String prompt, int tokensMax) {
        if (tokens(prompt) <= tokensMax) {
            return new Fitted(prompt, List.of());
        }
        var parts = PromptParts.of(prompt);
        var surplus = new HashSet<Integer>();
        var dropped = new ArrayList<String>();
        var sum = 0;
        for (var i = 0; i < parts.parts().size(); i++) {
            var part = parts.parts().get(i);
            sum += tokens(part.before() + part.text());
            if (sum > tokensMax && i > 0) {
                surplus.add(i);
                dropped.add(part.text());
            }
        }
        return new Fitted(parts.without(surplus).text(), dropped);
    }
}
