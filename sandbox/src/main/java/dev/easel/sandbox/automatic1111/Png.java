package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;

/** PNG files with text chunks, written as Pillow writes them: Latin-1 as tEXt, the rest as iTXt. */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 137, 80, 78, 71, 13, 10, 26, 10};
    private static final int HEADER_END = SIGNATURE.length + 12 + 13;

    private Png() {}

    static byte[] write(BufferedImage image, String keyword, String text) {
        return write(image, Map.of(keyword, text));
    }

    static byte[] write(BufferedImage image, Map<String, String> texts) {
        var file = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(file)) {
            out.write(SIGNATURE);
            var header = ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight());
            header.put((byte) 8).put((byte) 2);
            chunk(out, "IHDR", header.array());
            for (var each : texts.entrySet()) {
                text(out, each.getKey(), each.getValue());
            }
            chunk(out, "IDAT", deflate(filtered(image)));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static void text(DataOutputStream out, String keyword, String text) throws IOException {
        if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
            chunk(out, "tEXt", join(keyword, 1, StandardCharsets.ISO_8859_1, text));
        } else {
            // Not compressed, no language, no translated keyword: five zero bytes in all.
            chunk(out, "iTXt", join(keyword, 5, StandardCharsets.UTF_8, text));
        }
    }

    /** The text chunks by keyword; of equal keywords the last one wins. */
    static Map<String, String> texts(byte[] file) {
        var texts = new LinkedHashMap<String, String>();
        if (file.length < HEADER_END
                || !Arrays.equals(SIGNATURE, Arrays.copyOf(file, SIGNATURE.length))) {
            return texts;
        }
        var in = ByteBuffer.wrap(file).position(SIGNATURE.length);
        while (in.remaining() >= 12) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                break;
            }
            var type = new byte[4];
            var body = new byte[length];
            in.get(type).get(body).getInt();
            switch (new String(type, StandardCharsets.US_ASCII)) {
                case "tEXt" -> {
                    int end = indexOfZero(body, 0);
                    texts.put(
                            latin1(body, 0, end), latin1(body, Math.min(end + 1, length), length));
                }
                case "iTXt" -> international(body, texts);
                default -> {}
            }
        }
        return texts;
    }

    private static void international(byte[] body, Map<String, String> texts) {
        int keyword = indexOfZero(body, 0);
        if (keyword + 3 > body.length) {
            return;
        }
        boolean compressed = body[keyword + 1] == 1;
        int language = indexOfZero(body, keyword + 3);
        int start = indexOfZero(body, language + 1) + 1;
        var text = Arrays.copyOfRange(body, Math.min(start, body.length), body.length);
        texts.put(
                latin1(body, 0, keyword),
                new String(compressed ? inflate(text) : text, StandardCharsets.UTF_8));
    }

    /** A valid file of one pixel: nobody here can write a larger one. */
    static byte[] webp() {
        return HexFormat.of()
                .parseHex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700");
    }

    static byte[] jpeg(BufferedImage image) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Scanlines with the Up filter: painted gradients run downwards. */
    private static byte[] filtered(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var row = new int[width];
        var above = new byte[width * 3];
        var current = new byte[width * 3];
        var out = ByteBuffer.allocate(height * (width * 3 + 1));
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            out.put((byte) 2);
            for (int x = 0; x < width; x++) {
                current[x * 3] = (byte) (row[x] >> 16);
                current[x * 3 + 1] = (byte) (row[x] >> 8);
                current[x * 3 + 2] = (byte) row[x];
            }
            for (int i = 0; i < current.length; i++) {
                out.put((byte) (current[i] - above[i]));
            }
            System.arraycopy(current, 0, above, 0, current.length);
        }
        return out.array();
    }

    private static byte[] deflate(byte[] raw) {
        var deflater = new Deflater(4);
        try {
            deflater.setInput(raw);
            deflater.finish();
            var out = new ByteArrayOutputStream(raw.length / 2);
            var buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] packed) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater())) {
            return in.readNBytes(1 << 20);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private static byte[] join(String keyword, int zeros, Charset charset, String text) {
        var key = keyword.getBytes(StandardCharsets.ISO_8859_1);
        var value = text.getBytes(charset);
        return ByteBuffer.allocate(key.length + zeros + value.length)
                .put(key)
                .put(new byte[zeros])
                .put(value)
                .array();
    }

    private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeInt(body.length);
        out.write(name);
        out.write(body);
        out.writeInt((int) crc.getValue());
    }

    private static int indexOfZero(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == 0) {
                return i;
            }
        }
        return body.length;
    }

    private static String latin1(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
