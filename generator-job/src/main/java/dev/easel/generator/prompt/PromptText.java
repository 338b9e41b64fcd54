package dev.easel.generator.prompt;

import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A prompt without the markup that back ends act on.
 *
 * @param loras the LoRAs that its tags named, if they were well formed
 */
public record PromptText(String text, List<Lora> loras) {
    public static final int CHARS_MAX = 4000;

    private static final Pattern EXTRA_ARGS =
            Pattern.compile(
                    "<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern LORA =
            Pattern.compile("<lora:([^:<>]*)(?::([^<>]*))?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NETWORK =
            Pattern.compile(
                    // One that is never closed ends with its part of the prompt.
                    "<(?:lora|lyco|hypernet):(?:[^<>]*>|[^<>,\\n]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEIGHT = Pattern.compile("[+-]?\\d{0,3}(\\.\\d{1,6})?");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|[\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]");
    private static final BigDecimal WEIGHT_MAX = BigDecimal.TWO;
    private static final BigDecimal WEIGHT_USUAL = new BigDecimal("0.8");

    public PromptText {
        loras = List.copyOf(loras);
    }

    public static PromptText of(String raw) {
        var text = INVISIBLE.matcher(raw).replaceAll("");
        text = without(EXTRA_ARGS, text);
        var loras = new ArrayList<Lora>();
        var tags = LORA.matcher(text);
        while (tags.find()) {
            var weight = tags.group(2) == null ? "1" : tags.group(2).strip();
            if (!tags.group(1).isBlank()
                    && !weight.isEmpty()
                    && WEIGHT.matcher(weight).matches()
                    && weight.matches(".*\\d.*")) {
                loras.add(new Lora(tags.group(1).strip(), weight(new BigDecimal(weight))));
            }
        }
        var plain = without(NETWORK, text);
        return new PromptText(
                shortened(plain.equals(raw) ? raw : plain.replaceAll(" {2,}", " ").strip()), loras);
    }

    /** Until nothing is left: taking one tag out can put another one together. */
    private static String without(Pattern markup, String text) {
        var before = text;
        var after = markup.matcher(before).replaceAll("");
        while (!after.equals(before)) {
            before = after;
            after = markup.matcher(before).replaceAll("");
        }
        return after;
    }

    public static BigDecimal weight(BigDecimal wanted) {
        return wanted.max(WEIGHT_MAX.negate()).min(WEIGHT_MAX);
    }

    /** A weight that back ends take, as a number and not as somebody's text. */
    public static BigDecimal weightOf(@Nullable BigDecimal wanted) {
        return wanted == null || wanted.signum() == 0 ? WEIGHT_USUAL : weight(wanted);
    }

    /**
     * Appended exactly once, even to a prompt that was made from one that had it: a prompt that
     * says it already stays as it is.
     */
    public static String withSuffix(String prompt, String suffix) {
        var bare = suffix.strip();
        if (bare.isEmpty() || says(prompt, bare)) {
            return prompt;
        }
        var room = CHARS_MAX - bare.length() - 2;
        if (room <= 0) {
            return prompt;
        }
        var kept = (prompt.length() <= room ? prompt : cut(prompt, room)).stripTrailing();
        var end = kept.replaceAll("[,、，]+$", "");
        return kept.isBlank() ? bare : end + (end.endsWith(".") ? " " : ", ") + bare;
    }

    /**
     * As {@link #withSuffix}, but words of the suffix that stand elsewhere in the prompt move into
     * it: what a language model wrote may have half of it.
     */
    public static String movedToSuffix(String prompt, String suffix) {
        if (suffix.isBlank() || says(prompt, suffix)) {
            return prompt;
        }
        var parts = PromptParts.of(prompt);
        var wanted = PromptParts.of(suffix).texts().stream().map(PromptParts::plain).toList();
        var twice = new HashSet<Integer>();
        for (var i = 0; i < parts.parts().size(); i++) {
            if (wanted.contains(PromptParts.plain(parts.parts().get(i).text()))) {
                twice.add(i);
            }
        }
        return withSuffix(parts.without(twice).text(), suffix);
    }

    /** Whether these words stand in the prompt already, whatever their case and spacing. */
    public static boolean says(String prompt, String words) {
        var wanted = flat(words);
        if (wanted.isBlank()) {
            return true;
        }
        return (" " + flat(prompt) + " ").contains(" " + wanted + " ");
    }

    private static String flat(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_,、，().\\[\\]{}]+", " ").strip();
    }

    private static String shortened(String text) {
        return text.length() <= CHARS_MAX ? text : cut(text, CHARS_MAX);
    }

    /** At a comma if there is one near the end, else between two words. */
    private static String cut(String text, int max) {
        var comma = text.lastIndexOf(',', max);
        var space = text.lastIndexOf(' ', max);
        var end = comma > max / 2 ? comma : space > max / 2 ? space : max;
        var halved = Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end);
    }
}
