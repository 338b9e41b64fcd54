package dev.easel.api.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The signature and the first chunk of a PNG file. Pure. */
sealed interface PngHeader {
    int BYTES = 26;
    int SIDE_MAX = 16384;

    /** What decoding any picture may cost: 8192 x 8192, sixteen times what a render may have. */
    long PIXELS_MAX = 8192L * 8192;

    record Png(int width, int height) implements PngHeader {}

    record NotPng(String why) implements PngHeader {}

    static PngHeader read(byte[] head) {
        var signature = new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        if (head.length < BYTES
                || !Arrays.equals(head, 0, signature.length, signature, 0, signature.length)) {
            return new NotPng("it does not start with the signature of a PNG file");
        }
        var bytes = ByteBuffer.wrap(head, 8, BYTES - 8);
        if (bytes.getInt() != 13 || bytes.getInt() != 0x49484452) {
            return new NotPng("its first chunk is not IHDR");
        }
        var width = bytes.getInt();
        var height = bytes.getInt();
        if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) {
            return new NotPng("its sides are not from 1 to " + SIDE_MAX + " pixels");
        }
        return (long) width * height > PIXELS_MAX
                ? new NotPng("it has more than " + PIXELS_MAX + " pixels")
                : new Png(width, height);
    }
}
