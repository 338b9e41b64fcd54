package dev.easel.generator.render;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A verified PNG, ready to be stored.
 *
 * @param pixelsSha256 of the decoded RGB bytes, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of a large image costs heap
public record Picture(
        int index,
        byte[] png,
        long seed,
        int width,
        int height,
        String infotext,
        String pixelsSha256) {
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(png));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
