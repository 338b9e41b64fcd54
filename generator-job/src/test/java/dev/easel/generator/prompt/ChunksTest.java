package dev.easel.generator.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunksTest {
    @Test
    void leavesWhatFitsAlone() {
        var fitted = Chunks.fit("a cat ,  on a sofa", 75);
        assertThat(fitted.text()).isEqualTo("a cat ,  on a sofa");
        assertThat(fitted.dropped()).isEmpty();
    }

    @Test
    void dropsWholePartsFromTheEnd() {
        var fitted = Chunks.fit("a cat, " + "warm light, ".repeat(60) + "end", 75);
        assertThat(Chunks.tokens(fitted.text())).isLessThanOrEqualTo(75);
        assertThat(fitted.text()).startsWith("a cat, warm light").endsWith("warm light");
        assertThat(fitted.dropped()).endsWith("end").allMatch(each -> !each.isBlank());
    }

    @Test
    void keepsTheFirstPartHoweverLong() {
        assertThat(Chunks.fit("word ".repeat(300) + ", b", 75).text()).startsWith("word word");
    }

    @Test
    void countsAboutWhatTheEncoderCounts() {
        assertThat(Chunks.tokens("a cat, on a sofa")).isEqualTo(6);
        assertThat(Chunks.tokens("猫")).isEqualTo(1);
    }
}
