package dev.easel.sandbox.automatic1111;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {
    @Test
    void sceneAndSizeDecideEveryPixel() {
        var scene = Scene.of("1girl, cyberpunk, sunset", 5, 7);
        assertThat(pixels(Painter.paint(scene, 96, 64)))
                .isEqualTo(pixels(Painter.paint(scene, 96, 64)))
                .isNotEqualTo(
                        pixels(Painter.paint(Scene.of("1girl, cyberpunk, sunset", 6, 7), 96, 64)));
    }

    @Test
    void everyPlaceFigureAndWeatherCanBePainted() {
        for (var prompt :
                new String[] {
                    "city, neon, rain, cat",
                    "forest, fireflies, 1girl",
                    "sea, sunset, 1boy",
                    "meadow, fox, spring",
                    "desert, day",
                    "galaxy, planet",
                    "underwater, whale",
                    "mountain, autumn leaves",
                    "pixel art, snow, castle",
                    "kimono, 1girl, watercolor, monochrome"
                }) {
            var picture = Painter.paint(Scene.of(prompt, 3, 7), 64, 64);
            assertThat(picture.getWidth()).as(prompt).isEqualTo(64);
        }
        assertThat(Painter.paint(Scene.of("", 1, 7), 8, 8).getHeight()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "'a woman at sunset', PORTRAIT",
        "'samurai on a hill', WANDERER",
        "'black cat', CAT",
        "'mountain view', NONE"
    })
    void promptNamesTheFigure(String prompt, Scene.Figure figure) {
        assertThat(Scene.of(prompt, 1, 7).figure()).isEqualTo(figure);
    }

    @Test
    void brighterPromptGivesABrighterPicture() {
        var plain = Painter.paint(Scene.of("sea, sunset", 1, 7), 64, 64);
        var bright = Painter.paint(Scene.of("sea, sunset, bright", 1, 7), 64, 64);
        assertThat(brightness(bright)).isGreaterThan(brightness(plain));
    }

    @ParameterizedTest
    @CsvSource({"plain latin é", "'和風サイバーパンク, 夕景'", "''"})
    void textChunkComesBackFromTheFile(String text) throws IOException {
        var picture = Painter.paint(Scene.of("sea", 1, 7), 32, 24);
        var file = Png.write(picture, "parameters", text);
        assertThat(Png.texts(file)).containsEntry("parameters", text);
        assertThat(pixels(ImageIO.read(new ByteArrayInputStream(file)))).isEqualTo(pixels(picture));
    }

    @Test
    void infotextComesBackFromItsText() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("Steps", "20");
        parameters.put("Sampler", "DPM++ 2M");
        parameters.put("Size", "512x768");
        parameters.put("Lora hashes", "a: 0123, b: 4567");
        var text = Infotext.write("line one\nline two", "bad, \"worse\"", parameters);

        assertThat(text).contains("Lora hashes: \"a: 0123, b: 4567\"");
        assertThat(Infotext.read(text))
                .containsAllEntriesOf(
                        Map.of(
                                "Prompt", "line one\nline two",
                                "Negative prompt", "bad, \"worse\"",
                                "Sampler", "DPM++ 2M",
                                "Size-2", "768",
                                "Lora hashes", "a: 0123, b: 4567"));
        assertThat(Infotext.read("only a prompt: yes"))
                .containsEntry("Prompt", "only a prompt: yes");
    }

    private static int[] pixels(BufferedImage image) {
        var all =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return all;
    }

    private static long brightness(BufferedImage image) {
        long sum = 0;
        for (int pixel : pixels(image)) {
            sum += (pixel >> 16 & 0xFF) + (pixel >> 8 & 0xFF) + (pixel & 0xFF);
        }
        return sum;
    }
}
