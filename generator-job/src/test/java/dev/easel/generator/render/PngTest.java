package dev.easel.generator.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    private static BufferedImage noise(int type) {
        var image = new BufferedImage(48, 32, type);
        var random = new Random(5);
        for (var y = 0; y < 32; y++) {
            for (var x = 0; x < 48; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24) | 0xff000000);
            }
        }
        return image;
    }

    private static BufferedImage plain(int rgb) {
        var image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < 32; y++) {
            for (var x = 0; x < 48; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private static byte[] file(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] png() {
        return file(noise(BufferedImage.TYPE_INT_RGB), "png");
    }

    private static String pixels(BufferedImage image) throws Exception {
        var bytes = ByteBuffer.allocate(image.getWidth() * image.getHeight() * 3);
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = 0; x < image.getWidth(); x++) {
                var rgb = image.getRGB(x, y);
                bytes.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        var digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(bytes.array()));
    }

    static Stream<Integer> kinds() {
        return Stream.of(
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY);
    }

    @ParameterizedTest(name = "of image type {0}")
    @MethodSource("kinds")
    void hashesThePixelsAsTheyLookWhateverTheFileHolds(int kind) throws Exception {
        var image = noise(kind);
        var png = Png.read(file(image, "png"));
        assertThat(png.pixelsSha256()).isEqualTo(pixels(image));
        assertThat(png.width()).isEqualTo(48);
        assertThat(png.height()).isEqualTo(32);
        assertThat(png.infotext()).isNull();
        assertThat(png.blank()).isFalse();
    }

    @Test
    void readsGreyAndTheUpperHalfOf16Bits() throws Exception {
        var grey = noise(BufferedImage.TYPE_BYTE_GRAY);
        var first = grey.getRaster().getSample(0, 0, 0);
        var eight = Png.read(file(grey, "png"));
        var wide = new BufferedImage(48, 32, BufferedImage.TYPE_USHORT_GRAY);
        for (var y = 0; y < 32; y++) {
            for (var x = 0; x < 48; x++) {
                wide.getRaster().setSample(x, y, 0, grey.getRaster().getSample(x, y, 0) << 8 | 7);
            }
        }
        assertThat(first).isPositive();
        assertThat(Png.read(file(wide, "png")).pixelsSha256()).isEqualTo(eight.pixelsSha256());
    }

    @Test
    void refusesInterlacedFilesByName() throws Exception {
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        var how = writer.getDefaultWriteParam();
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var image = noise(BufferedImage.TYPE_INT_RGB);
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(
                    writer.getDefaultStreamMetadata(how),
                    new IIOImage(
                            image,
                            null,
                            writer.getDefaultImageMetadata(
                                    ImageTypeSpecifier.createFromRenderedImage(image), how)),
                    how);
        }
        assertThatThrownBy(() -> Png.read(out.toByteArray())).hasMessageContaining("interlaced");
    }

    @ParameterizedTest(name = "{0} is {1} and {2}")
    @CsvSource({
        "0x000000, true, true",
        "0x030302, true, true",
        "0x808080, true, false",
        "0xff0000, true, false"
    })
    void tellsPicturesOfOneColour(String rgb, boolean blank, boolean black) throws Exception {
        var png = Png.read(file(plain(Integer.decode(rgb)), "png"));
        assertThat(png.blank()).isEqualTo(blank);
        assertThat(png.black()).isEqualTo(black);
    }

    @Test
    void takesAnyDetailForAPicture() throws Exception {
        var image = plain(0);
        image.setRGB(47, 31, new Color(0, 0, 40).getRGB());
        assertThat(Png.read(file(image, "png")).blank()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Steps: 20, Sampler: Euler", "夕景\nSteps: 20, Sampler: Euler", "é"})
    void carriesAnInfotext(String text) throws Exception {
        var named = Png.read(png()).withInfotext(text);

        var again = Png.read(named.bytes());
        assertThat(again.infotext()).isEqualTo(text);
        assertThat(again.pixelsSha256()).isEqualTo(named.pixelsSha256());
        assertThat(ImageIO.read(new ByteArrayInputStream(named.bytes())).getRGB(7, 9))
                .isEqualTo(noise(BufferedImage.TYPE_INT_RGB).getRGB(7, 9));
    }

    @Test
    void writesLatin1AsPlainTextAndTheRestAsInternationalText() throws Exception {
        assertThat(new String(Png.read(png()).withInfotext("é").bytes(), "ISO-8859-1"))
                .contains("tEXtparameters\0é");
        assertThat(new String(Png.read(png()).withInfotext("夕").bytes(), "UTF-8"))
                .contains("iTXtparameters\0\0\0\0\0夕");
    }

    @Test
    void replacesAnInfotextSinceOfTwoTheLastWouldCount() throws Exception {
        var png = Png.read(png()).withInfotext("first").withInfotext("second");
        assertThat(Png.read(png.bytes()).infotext()).isEqualTo("second");
        assertThat(new String(png.bytes(), "ISO-8859-1")).doesNotContain("first");
    }

    @Test
    void leavesEveryByteOfTheOriginalBesidesItsOwnText() throws Exception {
        var original = Png.read(Png.read(png()).withInfotext("Steps: 1").bytes());
        var signed = original.withOwn(new PngText("easel", "{\"a\":1}"));

        var chunk = new PngText("easel", "{\"a\":1}").internationalChunk();
        var rest = ByteBuffer.allocate(original.bytes().length);
        rest.put(signed.bytes(), 0, 33);
        assertThat(Arrays.copyOfRange(signed.bytes(), 33, 33 + chunk.length)).isEqualTo(chunk);
        rest.put(signed.bytes(), 33 + chunk.length, signed.bytes().length - 33 - chunk.length);
        assertThat(rest.array()).isEqualTo(original.bytes());
        assertThat(Png.read(signed.bytes()).infotext()).isEqualTo("Steps: 1");
    }

    @Test
    void refusesOneFlippedBit() {
        var bytes = png();
        bytes[50] ^= 1;
        assertThatThrownBy(() -> Png.read(bytes)).hasMessageContaining("checksum");
    }

    @Test
    void refusesEveryCut() {
        var bytes = png();
        for (var length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Png.read(cut)).isInstanceOf(Png.Broken.class);
        }
    }

    @Test
    void refusesPixelsThatEndEarlyUnderGoodChecksums() {
        assertThatThrownBy(() -> Png.read(madeOf(16, 16, packed(new byte[16 * 49 - 1]))))
                .hasMessageContaining("end early");
    }

    @Test
    void refusesSidesOfABombBeforeItUnpacks() {
        assertThatThrownBy(() -> Png.read(madeOf(16_000, 16_000, packed(new byte[9]))))
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> Png.read(madeOf(1 << 30, 1, packed(new byte[9]))))
                .hasMessageContaining("sides");
    }

    @Test
    void unpacksNoMoreThanTheSidesSay() throws Exception {
        // 64 MiB of zeros under a header of 16 times 16.
        var bomb = madeOf(16, 16, packed(new byte[64 << 20]));
        assertThat(Png.read(bomb).black()).isTrue();
    }

    private static byte[] packed(byte[] raw) {
        var deflater = new Deflater();
        deflater.setInput(raw);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] madeOf(int width, int height, byte[] packed) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        out.writeBytes(chunk("IHDR", header.put((byte) 8).put((byte) 2).array()));
        out.writeBytes(chunk("IDAT", packed));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        var out = ByteBuffer.allocate(data.length + 12).putInt(data.length);
        out.put(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).put(data);
        var crc = new CRC32();
        crc.update(out.array(), 4, data.length + 4);
        return out.putInt((int) crc.getValue()).array();
    }

    @Test
    void namesWhatIsNotPng() {
        assertThatThrownBy(() -> Png.read(file(noise(BufferedImage.TYPE_INT_RGB), "jpg")))
                .hasMessage("the file is JPEG, not PNG");
    }

    @Test
    void makesAPngOfAJpeg() throws Exception {
        var png = Png.read(Jpeg.toPng(file(noise(BufferedImage.TYPE_INT_RGB), "jpg")));
        assertThat(png.width()).isEqualTo(48);
        assertThat(png.blank()).isFalse();
        assertThatThrownBy(() -> Jpeg.toPng(new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3}))
                .isInstanceOf(Png.Broken.class);
    }
}
