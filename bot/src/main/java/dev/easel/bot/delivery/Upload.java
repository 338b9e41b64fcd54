package dev.easel.bot.delivery;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import net.dv8tion.jda.api.utils.FileUpload;

/** One file as it is sent: the stored PNG, or a JPEG of it where a server's limit is smaller. */
final class Upload {
    private static final List<Float> QUALITIES = List.of(0.95f, 0.90f, 0.85f, 0.80f);
    private static final double SHRINK = 0.85;
    private static final int SIDE_MIN = 64;

    private final String name;
    private final byte[] bytes;
    private final boolean compressed;

    private Upload(String name, byte[] bytes, boolean compressed) {
        this.name = name;
        this.bytes = bytes;
        this.compressed = compressed;
    }

    /** Leaves the file alone if it fits; else loses quality first, then size. */
    static Upload fit(String stem, byte[] png, long bytesMax) {
        if (png.length <= bytesMax) {
            return new Upload(stem + ".png", png, false);
        }
        try {
            var image = opaque(ImageIO.read(new ByteArrayInputStream(png)), 1);
            byte[] jpeg = png;
            for (var quality : QUALITIES) {
                jpeg = jpeg(image, quality);
                if (jpeg.length <= bytesMax) {
                    return new Upload(stem + ".jpg", jpeg, true);
                }
            }
            while (Math.min(image.getWidth(), image.getHeight()) > SIDE_MIN) {
                image = opaque(image, SHRINK);
                jpeg = jpeg(image, QUALITIES.getLast());
                if (jpeg.length <= bytesMax) {
                    break;
                }
            }
            return new Upload(stem + ".jpg", jpeg, true);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored image cannot be read", e);
        }
    }

    String name() {
        return name;
    }

    FileUpload open() {
        return FileUpload.fromData(bytes, name);
    }

    int size() {
        return bytes.length;
    }

    boolean compressed() {
        return compressed;
    }

    /** JPEG knows no transparency: what was clear becomes white. */
    private static BufferedImage opaque(BufferedImage source, double scale) {
        int width = Math.max(1, (int) (source.getWidth() * scale));
        int height = Math.max(1, (int) (source.getHeight() * scale));
        var target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = target.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(source, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return target;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = new ByteArrayOutputStream();
                var stream = ImageIO.createImageOutputStream(out)) {
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
            stream.flush();
            return out.toByteArray();
        } finally {
            writer.dispose();
        }
    }
}
