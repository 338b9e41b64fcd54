package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> INSTALLED =
            List.of("anime-style", "watercolor_wash-v2", "neon-city", "sd_xl_base_1.0");

    @ParameterizedTest(name = "{0} is near {1}")
    @CsvSource({
        "anime_stile, anime-style",
        "AnimeStyle, anime-style",
        "watercolor, watercolor_wash-v2",
        "ｎｅｏｎ city, neon-city",
        "sdxl base, sd_xl_base_1.0",
        "sd_xl_base_1.0.safetensors [31e35c80fc], sd_xl_base_1.0"
    })
    void findsWhatWasMeant(String wanted, String near) {
        assertThat(Nearest.to(wanted, INSTALLED)).first().isEqualTo(near);
    }

    @Test
    void suggestsNothingThatIsFarOff() {
        assertThat(Nearest.to("qqqq", INSTALLED)).isEmpty();
        assertThat(Nearest.to("", INSTALLED)).isEmpty();
    }

    @Test
    void suggestsThreeAtMost() {
        assertThat(Nearest.to("model", List.of("model1", "model2", "model3", "model4"))).hasSize(3);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({"martha, marhta, 0.961", "dixon, dicksonx, 0.813", "abc, abc, 1.0", "a, b, 0"})
    void measuresAsJaroAndWinklerDid(String a, String b, double likeness) {
        assertThat(Nearest.jaroWinkler(a, b))
                .isCloseTo(likeness, org.assertj.core.data.Offset.offset(0.001));
    }
}
