package dev.easel.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.generator.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One word per thing in parts that do not depend on one another. */
class WordsTest {
    private static final String TEXTS = "/dev/easel/bot/text/";

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void generatorEndsWithWordsOfTheRegistry(ExitCode exit) {
        assertThat(Reason.of(exit.reason())).isPresent();
    }

    @Test
    void generatorAndStatusNameTheSamePhases() throws NoSuchFieldException {
        assertThat(words(dev.easel.protocol.Phase.values()))
                .isEqualTo(words(dev.easel.crds.v1alpha1.Phase.values()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts.properties", "texts_ja.properties"})
    void botExplainsWordsOfTheRegistry(String bundle) {
        assertThat(explained(bundle))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(Reason.of(word)).as(word).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts.properties", "texts_ja.properties"})
    void botExplainsHowAGeneratorMayFail(String bundle) {
        assertThat(explained(bundle))
                .containsAll(
                        Arrays.stream(ExitCode.values())
                                .filter(exit -> exit != ExitCode.STORED)
                                .map(ExitCode::reason)
                                .toList());
    }

    private static List<String> words(Enum<?>[] values) throws NoSuchFieldException {
        var words = new ArrayList<String>();
        for (var value : values) {
            var field = value.getDeclaringClass().getField(value.name());
            words.add(field.getAnnotation(JsonProperty.class).value());
        }
        return words;
    }

    private static Set<String> explained(String bundle) {
        var texts = new Properties();
        try (var stream = WordsTest.class.getResourceAsStream(TEXTS + bundle)) {
            assertThat(stream).as(bundle).isNotNull();
            texts.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts.stringPropertyNames().stream()
                .filter(key -> key.startsWith("reason."))
                .map(key -> key.split("\\.")[1])
                .collect(Collectors.toSet());
    }
}
