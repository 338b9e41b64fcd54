package dev.easel.generator.research;

import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.SearchQuery;
import java.util.List;
import java.util.regex.Pattern;

/** What is searched for a theme: how it is asked for, what the checkpoint likes, LoRAs for it. */
final class Queries {
    private static final int THEME_CHARS_MAX = 80;
    private static final int RESULTS = 6;
    private static final Pattern JAPANESE =
            Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
    private static final Pattern FLAG = Pattern.compile("(?<=^|\\s)--?[a-z]+(\\s+[\\d:x.]+)?");

    private Queries() {}

    static List<SearchQuery> of(String instruction, ModelFamily family) {
        var theme = theme(instruction);
        var model = name(family);
        if (JAPANESE.matcher(theme).find()) {
            return List.of(
                    new SearchQuery(theme + " Stable Diffusion プロンプト コツ", "ja", RESULTS),
                    settings(model),
                    new SearchQuery(theme + " LoRA おすすめ " + model, "ja", RESULTS));
        }
        return List.of(
                new SearchQuery(theme + " Stable Diffusion prompt tips", "en", RESULTS),
                settings(model),
                new SearchQuery(theme + " LoRA recommended " + model, "en", RESULTS));
    }

    /** The same for every theme, so that the cache mostly has it. */
    private static SearchQuery settings(String model) {
        return new SearchQuery(
                model + " recommended settings steps CFG scale sampler", "en", RESULTS);
    }

    private static String theme(String instruction) {
        var plain =
                PlainText.of(FLAG.matcher(instruction).replaceAll(" "), 400)
                        .replaceAll("[\"'|*:]", " ")
                        .replaceAll("\\s+", " ")
                        .strip();
        if (plain.length() <= THEME_CHARS_MAX) {
            return plain;
        }
        var cut = plain.substring(0, THEME_CHARS_MAX);
        var end = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('、'));
        return end > THEME_CHARS_MAX / 2 ? cut.substring(0, end) : PlainText.of(cut, 80);
    }

    private static String name(ModelFamily family) {
        return switch (family) {
            case SD1 -> "Stable Diffusion 1.5";
            case SD2 -> "Stable Diffusion 2.1";
            case SDXL -> "Stable Diffusion XL";
            case PONY -> "Pony Diffusion XL";
            case ILLUSTRIOUS -> "Illustrious XL";
            case SD3 -> "Stable Diffusion 3";
            case FLUX -> "Flux";
            case UNKNOWN -> "Stable Diffusion";
        };
    }
}
