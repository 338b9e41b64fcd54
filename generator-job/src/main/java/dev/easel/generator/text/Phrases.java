package dev.easel.generator.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The phrase book of one language. */
public final class Phrases {
    private final Properties phrases;

    private Phrases(Properties phrases) {
        this.phrases = phrases;
    }

    /** Japanese for its locales, English for all others. */
    public static Phrases of(@Nullable String locale) {
        return new Phrases(book(language(locale)));
    }

    /** {@code ja} or {@code en}. */
    public static String language(@Nullable String locale) {
        return locale != null && locale.toLowerCase(Locale.ROOT).startsWith("ja") ? "ja" : "en";
    }

    public String say(Notice notice) {
        var phrase = phrases.getProperty(notice.kind().key());
        if (phrase == null) {
            throw new IllegalStateException("no phrase for " + notice.kind());
        }
        return phrase.formatted(notice.details().toArray());
    }

    public List<String> say(List<Notice> notices) {
        return notices.stream().map(this::say).distinct().toList();
    }

    static Properties book(String language) {
        var file = "phrases_" + language + ".properties";
        try (var resource = Phrases.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is missing from the class path");
            }
            var book = new Properties();
            book.load(new InputStreamReader(resource, StandardCharsets.UTF_8));
            return book;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
