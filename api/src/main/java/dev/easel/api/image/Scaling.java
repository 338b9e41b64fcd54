package dev.easel.api.image;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes a small JPEG of a PNG, within a bound of memory whatever the PNG holds. */
final class Scaling {
    /** What is decoded at most; of larger pictures every n-th pixel is taken. */
    private static final int DECODED_PIXELS_MAX = 2048 * 2048;

    private static final float QUALITY = 0.85f;

    private Scaling() {}

    /** The picture cannot be made smaller, now and ever. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Nothing is enlarged; what is clear becomes white.
     *
     * @param sideMax of the result, in pixels
     */
    static byte[] jpeg(InputStream png, int sideMax) throws IOException, Unfit {
        return encoded(scaled(decoded(png), sideMax));
    }

    private static BufferedImage decoded(InputStream png) throws IOException, Unfit {
        var readers = ImageIO.getImageReadersByFormatName("png");
        var reader = readers.next();
        // A source that breaks off must not look like a picture that is broken.
        var source = new Failing(png);
        try (var in = new MemoryCacheImageInputStream(source)) {
            // Metadata may be compressed without a bound: it is left out.
            reader.setInput(in, true, true);
            var pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > PngHeader.PIXELS_MAX) {
                throw new Unfit("it has more than " + PngHeader.PIXELS_MAX + " pixels");
            }
            var step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS_MAX));
            var parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, parameters);
        } catch (IOException | RuntimeException e) {
            source.rethrow();
            throw new Unfit("it cannot be decoded");
        } finally {
            reader.dispose();
        }
    }

    /** Halves while it can, so that every pixel counts, then takes the last step. */
    private static BufferedImage scaled(BufferedImage image, int sideMax) {
        var longest = Math.max(image.getWidth(), image.getHeight());
        var factor = Math.min(1, (double) sideMax / longest);
        var width = side(image.getWidth(), factor);
        var height = side(image.getHeight(), factor);
        var step = image;
        while (Math.max(step.getWidth(), step.getHeight()) >= 2 * Math.max(width, height)) {
            step =
                    drawn(
                            step,
                            Math.max(width, step.getWidth() / 2),
                            Math.max(height, step.getHeight() / 2));
        }
        return drawn(step, width, height);
    }

    private static int side(int side, double factor) {
        return Math.max(1, (int) Math.round(side * factor));
    }

    private static BufferedImage drawn(BufferedImage source, int width, int height) {
        var target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = target.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return target;
    }

    private static byte[] encoded(BufferedImage image) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
