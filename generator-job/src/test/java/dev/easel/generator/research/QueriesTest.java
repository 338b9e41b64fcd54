package dev.easel.generator.research;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.protocol.ModelFamily;
import dev.easel.protocol.work.SearchQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueriesTest {
    @Test
    void searchesInTheLanguageOfTheInstruction() {
        assertThat(Queries.of("アニメスタイルの風景画", ModelFamily.SDXL))
                .extracting(SearchQuery::language, SearchQuery::query)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ja", "アニメスタイルの風景画 Stable Diffusion プロンプト コツ"),
                        org.assertj.core.groups.Tuple.tuple(
                                "en",
                                "Stable Diffusion XL recommended settings steps CFG scale"
                                        + " sampler"),
                        org.assertj.core.groups.Tuple.tuple(
                                "ja", "アニメスタイルの風景画 LoRA おすすめ Stable Diffusion XL"));
        assertThat(Queries.of("a red fox --ar 16:9 \"quoted\"", ModelFamily.FLUX).getFirst())
                .isEqualTo(
                        new SearchQuery("a red fox quoted Stable Diffusion prompt tips", "en", 6));
    }

    /** Whatever the theme, so that most of them find it in the cache. */
    @ParameterizedTest
    @EnumSource(ModelFamily.class)
    void asksForSettingsOfTheFamilyAlone(ModelFamily family) {
        assertThat(Queries.of("a red fox", family).get(1))
                .isEqualTo(Queries.of("夕景", family).get(1));
    }

    @Test
    void staysWithinWhatApiTakes() {
        for (var instruction :
                new String[] {"very ".repeat(400), "長".repeat(2000), "🦊".repeat(900)}) {
            for (var query : Queries.of(instruction, ModelFamily.ILLUSTRIOUS)) {
                assertThat(query.query()).hasSizeBetween(1, 400);
                assertThat(query.query().split(" ", -1).length).isLessThanOrEqualTo(50);
            }
        }
    }
}
