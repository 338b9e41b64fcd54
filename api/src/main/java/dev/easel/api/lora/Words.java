package dev.easel.api.lora;

import dev.easel.api.catalogue.LoraCard;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text in one form for comparing: full and half width, large and small letters are the same. */
final class Words {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Words() {}

    static String normal(String text) {
        return (isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC))
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Everything that a search looks at, a line each. */
    static String of(String name, LoraCard card) {
        return normal(
                Stream.of(
                                Stream.of(name),
                                Stream.of(card.title(), card.alias(), card.description())
                                        .filter(Objects::nonNull),
                                card.tags().stream(),
                                card.triggers().stream())
                        .flatMap(text -> text)
                        .collect(Collectors.joining("\n")));
    }

    /** A search finds what has all of its words, in any order. */
    static boolean match(String query, String words) {
        return split(query).stream().allMatch(words::contains);
    }

    private static List<String> split(String query) {
        return Arrays.stream(SPACES.split(normal(query), -1)).filter(w -> !w.isEmpty()).toList();
    }
}
