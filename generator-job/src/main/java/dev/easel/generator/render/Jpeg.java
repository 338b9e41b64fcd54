package dev.easel.generator.render;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Makes a PNG of a JPEG, for a back end that is set to write those. Uses the desktop classes, which
 * are loaded only then.
 */
final class Jpeg {
    private Jpeg() {}

    static byte[] toPng(byte[] jpeg) throws Png.Broken {
        var readers = ImageIO.getImageReadersByFormatName("jpeg");
        if (!readers.hasNext()) {
            throw new Png.Broken("this Java reads no JPEG");
        }
        var reader = readers.next();
        try (var in =
                new javax.imageio.stream.MemoryCacheImageInputStream(
                        new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            if ((long) reader.getWidth(0) * reader.getHeight(0) > Png.PIXELS_MAX) {
                throw new Png.Broken("the JPEG has more than " + Png.PIXELS_MAX + " pixels");
            }
            var image = reader.read(0);
            var out = new ByteArrayOutputStream(jpeg.length * 4);
            if (!ImageIO.write(image, "png", out)) {
                throw new Png.Broken("the JPEG cannot be written as PNG");
            }
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new Png.Broken("the JPEG cannot be read");
        } finally {
            reader.dispose();
        }
    }
}
