package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    private static byte[] image(int type, String format, boolean dot) {
        var image = new BufferedImage(48, 32, type);
        if (dot) {
            image.setRGB(47, 31, new Color(0, 0, 1).getRGB());
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void readsTheSize() throws Exception {
        var png = Png.read(image(BufferedImage.TYPE_INT_RGB, "png", true));
        assertThat(png.width()).isEqualTo(48);
        assertThat(png.height()).isEqualTo(32);
        assertThat(png.infotext()).isNull();
    }

    @Test
    void tellsBlackFromNearlyBlack() throws Exception {
        assertThat(Png.read(image(BufferedImage.TYPE_INT_RGB, "png", false)).black()).isTrue();
        assertThat(Png.read(image(BufferedImage.TYPE_INT_RGB, "png", true)).black()).isFalse();
        assertThat(Png.read(image(BufferedImage.TYPE_BYTE_GRAY, "png", false)).black()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Steps: 20, Sampler: Euler", "夕景\nSteps: 20, Sampler: Euler", "é"})
    void carriesAnInfotext(String text) throws Exception {
        var named = Png.read(image(BufferedImage.TYPE_INT_RGB, "png", true)).with(text);

        var again = Png.read(named.bytes());
        assertThat(again.infotext()).isEqualTo(text);
        assertThat(again.width()).isEqualTo(48);
        assertThat(ImageIO.read(new ByteArrayInputStream(named.bytes())).getRGB(47, 31))
                .isEqualTo(new Color(0, 0, 1).getRGB());
    }

    @Test
    void believesTheLastOfSeveralInfotexts() throws Exception {
        var png = Png.read(image(BufferedImage.TYPE_INT_RGB, "png", true)).with("b").with("a");
        assertThat(Png.read(png.bytes()).infotext()).isEqualTo("b");
    }

    @Test
    void refusesOneFlippedBit() {
        var bytes = image(BufferedImage.TYPE_INT_RGB, "png", true);
        bytes[50] ^= 1;
        assertThatThrownBy(() -> Png.read(bytes)).hasMessageContaining("checksum");
    }

    @Test
    void refusesEveryCut() {
        var bytes = image(BufferedImage.TYPE_INT_RGB, "png", true);
        for (var length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Png.read(cut)).isInstanceOf(Png.Broken.class);
        }
    }

    @Test
    void namesWhatIsNotPng() {
        assertThatThrownBy(() -> Png.read(image(BufferedImage.TYPE_INT_RGB, "jpg", true)))
                .isInstanceOfSatisfying(
                        Png.Broken.class,
                        broken -> {
                            assertThat(broken.notPng()).isTrue();
                            assertThat(broken).hasMessage("the file is JPEG, not PNG");
                        });
    }
}
