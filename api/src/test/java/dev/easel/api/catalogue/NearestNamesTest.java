package dev.easel.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.api.catalogue.NearestNames.Candidate;
import dev.easel.protocol.ModelFamily;
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

    @Test
    void findsByAnotherNameATitleOrATriggerWord() {
        var candidates =
                List.of(
                        candidate("zz_v3", ModelFamily.SD1, "ink_wash_v3", "墨絵"),
                        candidate("watercolor-wash", ModelFamily.SD1));
        assertThat(NearestNames.to("墨絵", candidates, ModelFamily.UNKNOWN)).containsExactly("zz_v3");
        assertThat(NearestNames.to("ink wash", candidates, ModelFamily.UNKNOWN))
                .startsWith("zz_v3");
    }

    @Test
    void namesThoseThatFitTheModelFirst() {
        var candidates =
                List.of(
                        candidate("film-grain", ModelFamily.SD1),
                        candidate("film-grain-xl", ModelFamily.SDXL));
        assertThat(NearestNames.to("film grains", candidates, ModelFamily.SDXL))
                .containsExactly("film-grain-xl", "film-grain");
        assertThat(NearestNames.to("film grains", candidates, ModelFamily.SD1))
                .containsExactly("film-grain", "film-grain-xl");
    }

    private static Candidate candidate(String name, ModelFamily family, String... also) {
        return new Candidate(name, List.of(also), family);
    }
}
