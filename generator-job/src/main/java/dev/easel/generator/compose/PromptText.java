package dev.easel.generator.compose;

import dev.easel.protocol.Lora;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prompt without the markup that back ends act on.
 *
 * @param loras the LoRAs that its tags named, if they were well formed
 */
record PromptText(String text, List<Lora> loras) {
    static final int CHARS_MAX = 4000;

    private static final Pattern EXTRA_ARGS =
            Pattern.compile(
                    "<sd_cpp_extra_args>.*?(</sd_cpp_extra_args>|$)",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern LORA =
            Pattern.compile("<lora:([^:<>]*)(?::([^<>]*))?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NETWORK =
            Pattern.compile("<(?:lora|lyco|hypernet):[^<>]*>?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WEIGHT = Pattern.compile("[+-]?\\d{0,3}(\\.\\d{1,6})?");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|[\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]");
    private static final BigDecimal WEIGHT_MAX = BigDecimal.TWO;

    PromptText {
        loras = List.copyOf(loras);
    }

    static PromptText of(String raw) {
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

    static BigDecimal weight(BigDecimal wanted) {
        return wanted.max(WEIGHT_MAX.negate()).min(WEIGHT_MAX);
    }

    /** Appended exactly once, even to a prompt that was made from one that had it. */
    static String withSuffix(String prompt, String suffix) {
        var bare = suffix.strip();
        if (bare.isEmpty() || prompt.stripTrailing().endsWith(bare)) {
            return prompt;
        }
        var room = CHARS_MAX - bare.length() - 2;
        if (room <= 0) {
            return prompt;
        }
        var kept = prompt.length() <= room ? prompt : cut(prompt, room);
        return kept.isBlank() ? bare : kept.stripTrailing().replaceAll(",+$", "") + ", " + bare;
    }

    private static String shortened(String text) {
        return text.length() <= CHARS_MAX ? text : cut(text, CHARS_MAX);
    }

    /** At a comma if there is one near the end, so that no word is halved. */
    private static String cut(String text, int max) {
        var comma = text.lastIndexOf(',', max);
        var end = comma > max / 2 ? comma : max;
        var halved = Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end);
    }
}
