package dev.easel.generator.render;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/** A text chunk of a PNG file. */
record PngText(String keyword, String text) {
    private static final int TEXT_BYTES_MAX = 1 << 20;

    /** Nothing if the chunk is no text, or one that cannot be read. */
    static Optional<PngText> read(String type, byte[] bytes, int at, int length) {
        var end = at + length;
        var keywordEnd = zero(bytes, at, end);
        if (keywordEnd == end) {
            return Optional.empty();
        }
        var keyword = latin1(bytes, at, keywordEnd);
        var rest = keywordEnd + 1;
        return switch (type) {
            case "tEXt" -> Optional.of(new PngText(keyword, latin1(bytes, rest, end)));
            case "zTXt" ->
                    unpacked(bytes, rest + 1, end, StandardCharsets.ISO_8859_1)
                            .map(text -> new PngText(keyword, text));
            case "iTXt" -> international(keyword, bytes, rest, end);
            default -> Optional.empty();
        };
    }

    /** Compression flag and method, then language and translated keyword, each ended by 0. */
    private static Optional<PngText> international(String keyword, byte[] bytes, int at, int end) {
        var language = zero(bytes, Math.min(at + 2, end), end);
        var translated = zero(bytes, Math.min(language + 1, end), end);
        if (translated == end) {
            return Optional.empty();
        }
        var start = translated + 1;
        var text =
                bytes[at] == 0
                        ? Optional.of(new String(bytes, start, end - start, StandardCharsets.UTF_8))
                        : unpacked(bytes, start, end, StandardCharsets.UTF_8);
        return text.map(each -> new PngText(keyword, each));
    }

    private static Optional<String> unpacked(byte[] bytes, int at, int end, Charset charset) {
        if (at > end) {
            return Optional.empty();
        }
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes, at, end - at))) {
            var text = in.readNBytes(TEXT_BYTES_MAX + 1);
            return text.length > TEXT_BYTES_MAX
                    ? Optional.empty()
                    : Optional.of(new String(text, charset));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The whole chunk. As the common library writes it: tEXt if the text is Latin-1, else iTXt, as
     * a Japanese prompt in a tEXt chunk would come back garbled.
     */
    byte[] chunk() {
        return StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)
                ? chunk("tEXt", new byte[1], text.getBytes(StandardCharsets.ISO_8859_1))
                : internationalChunk();
    }

    byte[] internationalChunk() {
        return chunk("iTXt", new byte[5], text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] chunk(String type, byte[] between, byte[] value) {
        var key = keyword.getBytes(StandardCharsets.ISO_8859_1);
        var length = key.length + between.length + value.length;
        var out = ByteBuffer.allocate(length + 12).putInt(length);
        out.put(type.getBytes(StandardCharsets.US_ASCII)).put(key).put(between).put(value);
        var crc = new CRC32();
        crc.update(out.array(), 4, length + 4);
        return out.putInt((int) crc.getValue()).array();
    }

    private static int zero(byte[] bytes, int from, int end) {
        for (var i = from; i < end; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return end;
    }

    private static String latin1(byte[] bytes, int from, int end) {
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.ISO_8859_1);
    }
}
