package dev.easel.api.research;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnippetsTest {
    @Test
    void losesNoTimeOverTagsWithinTags() {
        var nested = "<".repeat(200_000) + "b" + ">".repeat(200_000);

        var plain =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> Snippets.plain("sky " + nested, 500));

        assertThat(plain).startsWith("sky").hasSizeLessThanOrEqualTo(500);
    }

    @Test
    void putsNoTagTogetherFromTwoHalves() {
        assertThat(Snippets.plain("a <<b>b>bold</b> word", 500)).isEqualTo("a bold word");
    }
}
