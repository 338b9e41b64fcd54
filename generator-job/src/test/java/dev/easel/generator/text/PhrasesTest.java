package dev.easel.generator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasesTest {
    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everyBookHasEveryPhraseAndNoOther(String language) {
        var kinds = Arrays.stream(Notice.Kind.values()).map(Notice.Kind::key).toList();
        assertThat(Phrases.book(language).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void bothBooksTakeTheSameDetails() {
        var english = Phrases.book("en");
        var japanese = Phrases.book("ja");
        for (var kind : Notice.Kind.values()) {
            assertThat(details(japanese.getProperty(kind.key())))
                    .as(kind.key())
                    .isEqualTo(details(english.getProperty(kind.key())));
        }
    }

    private static long details(String phrase) {
        return phrase.chars().filter(each -> each == '%').count();
    }

    @Test
    void speaksTheRequestersLanguage() {
        var notice = Notice.of(Notice.Kind.LORA_ADDED, "ukiyo-e");
        assertThat(Phrases.of("ja-JP").say(notice)).isEqualTo("LoRA「ukiyo-e」をこの画像のために追加しました");
        assertThat(Phrases.of("en-US").say(notice))
                .isEqualTo("the LoRA ukiyo-e was added for this picture");
        assertThat(Phrases.of(null).say(List.of(notice, notice))).hasSize(1);
    }

    @Test
    void takesDetailsAsTheyAre() {
        assertThat(Phrases.of("en").say(Notice.of(Notice.Kind.UNKNOWN_PART, "100%s {0}")))
                .contains("100%s {0}");
    }
}
