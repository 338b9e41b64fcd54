package dev.easel.bot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanguagesTest {
    @Test
    void takesKanaForJapaneseAndNothingElse() {
        assertThat(Languages.written("もっと明るく")).contains("ja");
        assertThat(Languages.written("brighter")).isEmpty();
        assertThat(Languages.written("更亮")).isEmpty();
    }
}
