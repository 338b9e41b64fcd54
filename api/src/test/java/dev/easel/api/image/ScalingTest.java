package dev.easel.api.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {
    @ParameterizedTest
    @CsvSource({
        "1024, 512, 256, 256, 128",
        "512, 1024, 256, 128, 256",
        "640, 640, 512, 512, 512",
        "100, 60, 256, 100, 60",
        "4096, 8, 256, 256, 1",
        "3000, 2000, 512, 512, 341",
    })
    void fitsTheLongestSideAndEnlargesNothing(
            int width, int height, int side, int newWidth, int newHeight) throws Exception {
        var small = scaled(TestingPng.of(width, height, Color.RED), side);
        assertThat(small.getWidth()).isEqualTo(newWidth);
        assertThat(small.getHeight()).isEqualTo(newHeight);
    }

    @Test
    void keepsColoursAndMakesWhatIsClearWhite() throws Exception {
        var half = new BufferedImage(800, 400, BufferedImage.TYPE_INT_ARGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < 400; y++) {
                half.setRGB(x, y, 0xFF2040C0);
            }
        }
        var small = scaled(TestingPng.encoded(half), 256);
        assertThat(near(small.getRGB(40, 60), 0x2040C0)).isTrue();
        assertThat(near(small.getRGB(200, 60), 0xFFFFFF)).isTrue();
    }

    @Test
    void readsLargePicturesInPartsOfTheirPixels() throws Exception {
        var small = scaled(TestingPng.of(5000, 5000, Color.GREEN), 512);
        assertThat(small.getWidth()).isEqualTo(512);
        assertThat(near(small.getRGB(256, 256), 0x00FF00)).isTrue();
    }

    @Test
    void refusesAPictureThatClaimsTooManyPixels() {
        assertThatThrownBy(() -> scaled(TestingPng.header(16384, 16384), 256))
                .isInstanceOf(Scaling.Unfit.class)
                .hasMessageContaining("pixels");
    }

    @Test
    void refusesWhatIsNoPictureAfterAll() {
        assertThatThrownBy(() -> scaled(TestingPng.header(64, 64), 256))
                .isInstanceOf(Scaling.Unfit.class);
        var whole = TestingPng.of(64, 64, Color.RED);
        assertThatThrownBy(() -> scaled(Arrays.copyOf(whole, whole.length / 2), 256))
                .isInstanceOf(Scaling.Unfit.class);
    }

    @Test
    void tellsASourceThatBreaksOffFromAPictureThatIsBroken() {
        var whole = TestingPng.of(64, 64, Color.RED);
        var brokenOff =
                new SequenceInputStream(
                        new ByteArrayInputStream(whole, 0, whole.length / 2),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("the store went away");
                            }
                        });
        assertThatThrownBy(() -> Scaling.jpeg(brokenOff, 256))
                .isInstanceOf(IOException.class)
                .hasMessage("the store went away");
    }

    private static BufferedImage scaled(byte[] png, int side) throws Exception {
        var jpeg = Scaling.jpeg(new ByteArrayInputStream(png), side);
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static boolean near(int rgb, int expected) {
        for (int shift = 0; shift <= 16; shift += 8) {
            if (Math.abs((rgb >> shift & 0xFF) - (expected >> shift & 0xFF)) > 8) {
                return false;
            }
        }
        return true;
    }
}
