package dev.easel.generator.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A PNG file whose signature, chunk order and checksums were verified. */
record Png(byte[] bytes, int width, int height, @Nullable String infotext, boolean black) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final String KEYWORD = "parameters";
    private static final int HEADER_END = 8 + 25;

    /** The file is not what it should be; the message says why. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean notPng;

        Broken(String message) {
            this(message, false);
        }

        Broken(String message, boolean notPng) {
            super(message);
            this.notPng = notPng;
        }

        boolean notPng() {
            return notPng;
        }
    }

    static Png read(byte[] bytes) throws Broken {
        if (bytes.length < HEADER_END || !Arrays.equals(bytes, 0, 8, SIGNATURE, 0, 8)) {
            throw new Broken("the file is " + kind(bytes) + ", not PNG", true);
        }
        var in = ByteBuffer.wrap(bytes, 8, bytes.length - 8);
        var header = chunk(in);
        if (!header.type().equals("IHDR")) {
            throw new Broken("the PNG has no header");
        }
        var width = ByteBuffer.wrap(bytes).getInt(header.at());
        var height = ByteBuffer.wrap(bytes).getInt(header.at() + 4);
        var light =
                new Light(
                        width,
                        bytes[header.at() + 8],
                        bytes[header.at() + 9],
                        bytes[header.at() + 12]);
        String infotext = null;
        try {
            while (in.hasRemaining()) {
                var chunk = chunk(in);
                switch (chunk.type()) {
                    case "IDAT" -> light.look(bytes, chunk.at(), chunk.length());
                    case "tEXt", "iTXt" -> infotext = text(bytes, chunk).orElse(infotext);
                    case "IEND" -> {
                        return new Png(bytes, width, height, infotext, light.none());
                    }
                    default -> {}
                }
            }
        } finally {
            light.close();
        }
        throw new Broken("the PNG is cut off");
    }

    /** The same image with this infotext, in front of the pixels as the readers expect it. */
    Png with(String text) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(KEYWORD.getBytes(StandardCharsets.US_ASCII));
        body.write(0);
        // A Japanese prompt in a tEXt chunk would come back garbled.
        var latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        if (!latin) {
            body.writeBytes(new byte[] {0, 0, 0, 0});
        }
        body.writeBytes(
                text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        var data = body.toByteArray();
        var type = (latin ? "tEXt" : "iTXt").getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(type);
        crc.update(data);
        var out = ByteBuffer.allocate(bytes.length + 12 + data.length);
        out.put(bytes, 0, HEADER_END).putInt(data.length).put(type).put(data);
        out.putInt((int) crc.getValue()).put(bytes, HEADER_END, bytes.length - HEADER_END);
        return new Png(out.array(), width, height, text, black);
    }

    private record Chunk(String type, int at, int length) {}

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

    private static Optional<String> text(byte[] bytes, Chunk chunk) {
        var data = Arrays.copyOfRange(bytes, chunk.at(), chunk.at() + chunk.length());
        var prefix = (KEYWORD + "\0").getBytes(StandardCharsets.US_ASCII);
        if (data.length < prefix.length
                || !Arrays.equals(data, 0, prefix.length, prefix, 0, prefix.length)) {
            return Optional.empty();
        }
        if (chunk.type().equals("tEXt")) {
            return Optional.of(
                    new String(
                            data,
                            prefix.length,
                            data.length - prefix.length,
                            StandardCharsets.ISO_8859_1));
        }
        // Compression flag and method, then language and translated keyword, each ended by 0.
        var at = prefix.length + 2;
        for (var ends = 0; ends < 2 && at < data.length; at++) {
            ends += data[at] == 0 ? 1 : 0;
        }
        var packed = data.length > prefix.length && data[prefix.length] != 0;
        return packed || at > data.length
                ? Optional.empty()
                : Optional.of(new String(data, at, data.length - at, StandardCharsets.UTF_8));
    }

    private static String kind(byte[] bytes) {
        if (bytes.length > 2 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
            return "JPEG";
        }
        if (bytes.length > 12
                && new String(bytes, 8, 4, StandardCharsets.US_ASCII).equals("WEBP")) {
            return "WebP";
        }
        return "unknown";
    }

    /**
     * Looks for one pixel that is not black, without decoding the image: every filter keeps an
     * all-zero line all zero, so any other byte but a line's filter type is light.
     */
    private static final class Light {
        private final Inflater inflater = new Inflater();
        private final long lineBytes;
        private final boolean readable;
        private final byte[] buffer = new byte[16384];
        private long position;
        private boolean found;

        Light(int width, byte depth, byte colourType, byte interlace) {
            readable = depth == 8 && interlace == 0 && (colourType == 0 || colourType == 2);
            lineBytes = 1 + (long) width * (colourType == 2 ? 3 : 1);
        }

        void look(byte[] bytes, int at, int length) throws Broken {
            if (!readable || found) {
                return;
            }
            inflater.setInput(bytes, at, length);
            try {
                for (int got; !found && (got = inflater.inflate(buffer)) > 0; ) {
                    for (var i = 0; i < got; i++, position++) {
                        found |= buffer[i] != 0 && position % lineBytes != 0;
                    }
                }
            } catch (DataFormatException e) {
                throw new Broken("the PNG's pixels cannot be unpacked");
            }
        }

        boolean none() {
            return readable && !found;
        }

        void close() {
            inflater.end();
        }
    }
}
