package dev.easel.sandbox.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishTest {
    private static final Lexicon LEXICON = Lexicon.load();

    @Test
    void phraseBookKnowsMoreThan150Phrases() {
        assertThat(LEXICON.size()).isGreaterThan(150);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    和風サイバーパンクの女性、夕景、彩度高め | 1girl, japanese style cyberpunk, woman, sunset, vivid saturated colors
                    アニメスタイルの風景画 | anime style, landscape painting, scenery
                    もっと明るく、笑顔にして | bright, high key lighting, smile
                    桜吹雪の中の着物の少女、後ろ姿 | 1girl, falling cherry blossom petals, kimono, from behind
                    雨の東京の路地裏、ネオン、猫 | rain, tokyo, city, back alley, neon lights, cat
                    a red fox in the snow, watercolor | red fox in the snow, watercolor
                    Please draw a woman with an umbrella, night city | 1girl, woman with an umbrella, night city
                    draw me a picture of a lighthouse | lighthouse
                    ｻｲﾊﾞｰﾊﾟﾝｸな街 | cyberpunk, city
                    横長で富士山、3枚、30ステップ | mount fuji
                    """)
    void translatesPhraseByPhrase(String instruction, String tags) {
        assertThat(String.join(", ", Wish.of(instruction, LEXICON).tags())).isEqualTo(tags);
    }

    @Test
    void whatIsUnwantedGoesIntoTheNegativePrompt() {
        var wish = Wish.of("森の少女、帽子なし、no glasses", LEXICON);

        assertThat(wish.tags()).containsExactly("1girl", "forest");
        assertThat(wish.unwanted()).containsExactly("hat", "glasses");
        assertThat(wish.negativePrompt()).startsWith("hat, glasses, lowres");
    }

    @Test
    void numbersAreTakenFromTheSentence() {
        var wish = Wish.of("城、1024×768、３枚、25ステップ、CFG 6.5、シード 4294967295", LEXICON);

        assertThat(wish.width()).hasValue(1024);
        assertThat(wish.height()).hasValue(768);
        assertThat(wish.imageCount()).hasValue(3);
        assertThat(wish.steps()).hasValue(25);
        assertThat(wish.cfgScale()).hasValue(6.5);
        assertThat(wish.seed()).hasValue(4294967295L);
        assertThat(wish.tags()).containsExactly("castle");
    }

    @ParameterizedTest(name = "{0} is {1} by {2}")
    @CsvSource({
        "横長の街, 768, 512",
        "縦長の街, 512, 768",
        "正方形の街, 512, 512",
        "portrait orientation, 512, 768"
    })
    void wordsForShapesBecomeSides(String instruction, int width, int height) {
        var wish = Wish.of(instruction, LEXICON);

        assertThat(wish.width()).hasValue(width);
        assertThat(wish.height()).hasValue(height);
    }

    @Test
    void anInstructionWithoutAKnownWordStillGivesAPrompt() {
        assertThat(Wish.of("ほげほげ", LEXICON).prompt()).isNotBlank();
    }
}
