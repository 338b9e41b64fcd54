package dev.easel.bot.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.crds.v1alpha1.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextsTest {
    /** Words that no user ever reads: they stand where people with kubectl look. */
    private static final Set<Reason> HIDDEN =
            EnumSet.of(
                    Reason.FINISHED,
                    Reason.STORED,
                    Reason.NOT_FINISHED,
                    Reason.POSTED,
                    Reason.NOT_REQUESTED,
                    Reason.RATE_LIMITED,
                    Reason.TARGET_GONE,
                    Reason.DELIVERY_FAILED,
                    Reason.NOT_ATTEMPTED,
                    Reason.NOT_INTERRUPTED,
                    Reason.READY,
                    Reason.AVAILABLE,
                    // Answers of the REST interface.
                    Reason.UNAUTHENTICATED,
                    Reason.FORBIDDEN,
                    Reason.NOT_FOUND,
                    Reason.CONFLICT,
                    Reason.TOO_LARGE,
                    Reason.TOO_MANY_REQUESTS);

    private static final Properties ENGLISH = read("texts.properties");
    private static final Properties JAPANESE = read("texts_ja.properties");

    @Test
    void hasTheSameKeysInBothLanguages() {
        assertThat(JAPANESE.stringPropertyNames()).isEqualTo(ENGLISH.stringPropertyNames());
    }

    @Test
    void hasATextForEveryKeyAndNoTextThatNobodyReads() {
        var known =
                Arrays.stream(Key.values())
                        .map(Key::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        var reasons =
                Arrays.stream(Reason.values())
                        .filter(r -> !HIDDEN.contains(r))
                        .flatMap(r ->
                                Texts.ENGLISH.sentence(r.word()).isPresent()
                                                && ENGLISH.containsKey("reason." + r)
                                        ? List.of("reason." + r).stream()
                                        : List.of(
                                                "reason." + r + ".what",
                                                "reason." + r + ".why",
                                                "reason." + r + ".do")
                                                .stream())
                        .toList();
        known.addAll(reasons);

        var written = new TreeSet<>(ENGLISH.stringPropertyNames());
        written.removeIf(k -> k.startsWith("command.") || k.startsWith("permission."));

        assertThat(written).isEqualTo(known);
    }

    @Test
    void readsEveryKeySomewhere() throws IOException {
        var sources = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }

        assertThat(Key.values())
                .allSatisfy(k -> assertThat(sources.toString()).contains("Key." + k.name()));
    }

    @Test
    void fillsTheSamePlacesInBothLanguages() {
        assertThat(ENGLISH.stringPropertyNames())
                .allSatisfy(k ->
                        assertThat(places(JAPANESE.getProperty(k)))
                                .as(k)
                                .isEqualTo(places(ENGLISH.getProperty(k))));
    }

    @Test
    void neverReadsArgumentsAsPlaces() {
        assertThat(Texts.ENGLISH.get(Key.CARD_QUEUE, "{1}", 7)).isEqualTo("Place {1} of 7");
    }

    @Test
    void choosesJapaneseForEveryKindOfJapanese() {
        assertThat(Texts.of("ja")).isSameAs(Texts.JAPANESE);
        assertThat(Texts.of("ja-JP")).isSameAs(Texts.JAPANESE);
        assertThat(Texts.of("de")).isSameAs(Texts.ENGLISH);
        assertThat(Texts.of(null)).isSameAs(Texts.ENGLISH);
    }

    @Test
    void explainsAWordOfANewerPeerAsAnInternalError() {
        assertThat(Texts.ENGLISH.explanation("Unheard"))
                .isEqualTo(Texts.ENGLISH.explanation("InternalError"));
    }

    @Test
    void saysDurationsAsPeopleDo() {
        assertThat(Texts.JAPANESE.duration(Duration.ofMillis(300))).isEqualTo("1 秒");
        assertThat(Texts.ENGLISH.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(m -> m.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String name) {
        var properties = new Properties();
        try (var in =
                new InputStreamReader(
                        Objects.requireNonNull(Texts.class.getResourceAsStream(name)),
                        StandardCharsets.UTF_8)) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
