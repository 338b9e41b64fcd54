package dev.easel.api.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> LORAS =
            List.of("anime-style", "watercolor-wash", "neon-city", "ukiyo-e", "水彩画風");

    @Test
    void findsATypingError() {
        assertThat(NearestNames.to("anime-stlye", LORAS)).startsWith("anime-style");
        assertThat(NearestNames.to("DPM++ 2M Kras", List.of("DPM++ 2M Karras", "Euler a", "DDIM")))
                .startsWith("DPM++ 2M Karras");
    }

    @Test
    void findsAnotherSpellingOfTheSameName() {
        assertThat(NearestNames.to("Anime Style v1.2", LORAS)).startsWith("anime-style");
        assertThat(NearestNames.to("ａｎｉｍｅ_style", LORAS)).startsWith("anime-style");
        assertThat(NearestNames.to("anime_style.safetensors", LORAS)).startsWith("anime-style");
        assertThat(NearestNames.to("anime-style-000010", LORAS)).startsWith("anime-style");
    }

    @Test
    void findsTheSameWordsInAnotherOrder() {
        assertThat(NearestNames.to("city neon", LORAS)).startsWith("neon-city");
        assertThat(NearestNames.to("wash", LORAS)).startsWith("watercolor-wash");
        assertThat(NearestNames.to("水彩画", LORAS)).startsWith("水彩画風");
    }

    @Test
    void findsNothingWhereNothingIsAlike() {
        assertThat(NearestNames.to("zzzz", LORAS)).isEmpty();
        assertThat(NearestNames.to("anything", List.of())).isEmpty();
        assertThat(NearestNames.to("---", LORAS)).isEmpty();
    }

    @Test
    void namesAtMostThreeTheBestFirst() {
        var names = List.of("style a", "style b", "style c", "style d", "style");
        assertThat(NearestNames.to("style", names)).hasSize(3).startsWith("style");
    }

    @Test
    void keepsANameThatIsOnlyAVersion() {
        assertThat(NearestNames.normal("v1.5")).isNotEmpty();
        assertThat(NearestNames.similarity("", "")).isEqualTo(1);
    }
}
