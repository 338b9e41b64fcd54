package dev.easel.bot.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a failure was about, ready to be shown: by the last word of the keys whose sentences name
 * it, such as {@code value} in {@code reason.ModelNotFound.why.value}, the arguments of that
 * sentence.
 */
public record Concrete(Map<String, List<String>> sentences) {
    public static final Concrete NOTHING = new Concrete(Map.of());

    /** The name or number that is at fault. */
    public static final String VALUE = "value";

    /** Names that are close to a wrong one. */
    public static final String NEAREST = "nearest";

    /** Width, height and count of too many pixels, and the count that fits. */
    public static final String PIXELS = "pixels";

    private static final int NAME_CHARS_MAX = 100;
    private static final int NAMES_MAX = 8;

    public Concrete {
        sentences = Map.copyOf(sentences);
    }

    /**
     * @param params as api gives them; several names in one are separated by line feeds
     */
    public static Concrete of(Map<String, String> params, Texts texts) {
        var concrete = NOTHING;
        var value = params.getOrDefault("name", params.get("value"));
        if (value != null) {
            concrete = concrete.with(VALUE, UserText.code(UserText.cut(value, NAME_CHARS_MAX)));
        }
        var names = params.getOrDefault("nearest", params.get("installed"));
        if (names != null && params.containsKey("name")) {
            concrete = concrete.with(NEAREST, names(names, texts));
        }
        var sides = List.of("width", "height", "image_count", "nearest");
        return params.keySet().containsAll(sides)
                ? concrete.with(PIXELS, sides.stream().map(params::get).toArray(String[]::new))
                : concrete;
    }

    /** Names that api gives line by line, as a sentence shows them. */
    public static String names(String lines, Texts texts) {
        return lines.lines()
                .limit(NAMES_MAX)
                .map(n -> UserText.code(UserText.cut(n, NAME_CHARS_MAX)))
                .collect(Collectors.joining(texts.get(Key.LIST_COMMA)));
    }

    public Concrete with(String word, String... arguments) {
        var more = new LinkedHashMap<>(sentences);
        more.put(word, List.of(arguments));
        return new Concrete(more);
    }
}
