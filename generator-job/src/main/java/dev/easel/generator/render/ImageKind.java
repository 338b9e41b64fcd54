package dev.easel.generator.render;

import java.nio.charset.StandardCharsets;

/** What an image file is, by its first bytes: the peer's own option decides what it sends. */
enum ImageKind {
    PNG("PNG"),
    JPEG("JPEG"),
    WEBP("WebP"),
    UNKNOWN("unknown");

    private final String label;

    ImageKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static ImageKind of(byte[] bytes) {
        if (bytes.length > 8 && bytes[0] == (byte) 0x89 && bytes[1] == 'P' && bytes[2] == 'N') {
            return PNG;
        }
        if (bytes.length > 2 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xd8) {
            return JPEG;
        }
        if (bytes.length > 12
                && new String(bytes, 8, 4, StandardCharsets.US_ASCII).equals("WEBP")) {
            return WEBP;
        }
        return UNKNOWN;
    }
}
