package dev.easel.generator.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file whose signature, chunk order, checksums and pixels were verified.
 *
 * @param infotext of the last {@code parameters} chunk
 * @param pixelsSha256 of the RGB bytes, row by row
 * @param blank one colour all over
 */
record Png(
        byte[] bytes,
        int width,
        int height,
        @Nullable String infotext,
        String pixelsSha256,
        boolean blank,
        boolean black) {
    static final String PARAMETERS = "parameters";
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER_END = 8 + 25;

    /** Sides that api takes; and no more pixels than twice the largest picture that is made. */
    private static final int SIDE_MAX = 16_384;

    static final long PIXELS_MAX = 32L * 1024 * 1024;

    /** The file is not what it should be; the message says why. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    static Png read(byte[] bytes) throws Broken {
        if (bytes.length < HEADER_END || !Arrays.equals(bytes, 0, 8, SIGNATURE, 0, 8)) {
            throw new Broken("the file is " + ImageKind.of(bytes).label() + ", not PNG");
        }
        var in = ByteBuffer.wrap(bytes, 8, bytes.length - 8);
        var header = chunk(in);
        if (!header.type().equals("IHDR") || header.length() != 13) {
            throw new Broken("the PNG has no header");
        }
        var width = ByteBuffer.wrap(bytes).getInt(header.at());
        var height = ByteBuffer.wrap(bytes).getInt(header.at() + 4);
        if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) {
            throw new Broken("the PNG's sides are not from 1 to " + SIDE_MAX + " pixels");
        }
        if ((long) width * height > PIXELS_MAX) {
            throw new Broken("the PNG has more than " + PIXELS_MAX + " pixels");
        }
        try (var pixels =
                new Pixels(
                        width,
                        height,
                        bytes[header.at() + 8],
                        bytes[header.at() + 9],
                        bytes[header.at() + 12])) {
            return read(bytes, in, width, height, pixels);
        }
    }

    private static Png read(byte[] bytes, ByteBuffer in, int width, int height, Pixels pixels)
            throws Broken {
        String infotext = null;
        while (in.hasRemaining()) {
            var chunk = chunk(in);
            switch (chunk.type()) {
                case "PLTE" -> pixels.palette(bytes, chunk.at(), chunk.length());
                case "IDAT" -> pixels.unpack(bytes, chunk.at(), chunk.length());
                case "tEXt", "iTXt", "zTXt" -> {
                    var text = chunk.text(bytes);
                    infotext = text != null ? text : infotext;
                }
                case "IEND" -> {
                    return new Png(
                            bytes,
                            width,
                            height,
                            infotext,
                            pixels.sha256Hex(),
                            pixels.blank(),
                            pixels.black());
                }
                default -> {}
            }
        }
        throw new Broken("the PNG is cut off");
    }

    /**
     * The same file with this infotext, in front of the pixels as the readers expect it, and in
     * place of the one it has: of two the last one would count.
     */
    Png withInfotext(String text) {
        var infotext = new PngText(PARAMETERS, text);
        return copy(List.of(infotext.chunk()), true, text);
    }

    /** The same file with a text of our own; everything that it had stays byte for byte. */
    Png withOwn(PngText own) {
        return copy(List.of(own.internationalChunk()), false, infotext);
    }

    private Png copy(List<byte[]> added, boolean replace, @Nullable String text) {
        var out = new ByteArrayOutputStream(bytes.length + 12 + added.getFirst().length);
        out.write(bytes, 0, HEADER_END);
        added.forEach(out::writeBytes);
        var from = HEADER_END;
        for (var cut : replace ? infotexts() : List.<Chunk>of()) {
            out.write(bytes, from, cut.at() - 8 - from);
            from = cut.at() + cut.length() + 4;
        }
        out.write(bytes, from, bytes.length - from);
        return new Png(out.toByteArray(), width, height, text, pixelsSha256, blank, black);
    }

    private List<Chunk> infotexts() {
        var found = new ArrayList<Chunk>();
        var in = ByteBuffer.wrap(bytes, 8, bytes.length - 8);
        try {
            while (in.hasRemaining()) {
                var chunk = chunk(in);
                if (chunk.text(bytes) != null) {
                    found.add(chunk);
                }
            }
        } catch (Broken e) {
            // What follows the end of the image was never looked at.
            return found;
        }
        return found;
    }

    private record Chunk(String type, int at, int length) {
        /** The infotext, if this is one. */
        @Nullable String text(byte[] bytes) {
            return PngText.read(type, bytes, at, length)
                    .filter(each -> each.keyword().equals(PARAMETERS))
                    .map(PngText::text)
                    .orElse(null);
        }
    }

    private static Chunk chunk(ByteBuffer in) throws Broken {
        if (in.remaining() < 12) {
            throw new Broken("the PNG is cut off");
        }
        var length = in.getInt();
        if (length < 0 || length > in.remaining() - 8) {
            throw new Broken("the PNG is cut off");
        }
        var crc = new CRC32();
        crc.update(in.array(), in.position(), length + 4);
        var type = new String(in.array(), in.position(), 4, StandardCharsets.US_ASCII);
        var at = in.position() + 4;
        in.position(at + length);
        if (in.getInt() != (int) crc.getValue()) {
            throw new Broken("the PNG's " + type + " chunk has a wrong checksum");
        }
        return new Chunk(type, at, length);
    }
}
