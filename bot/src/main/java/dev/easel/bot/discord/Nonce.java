package dev.easel.bot.discord;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The nonce of one logical message. All tries of one message carry the same, so that Discord
 * answers a repeat inside its window of some minutes with the first message.
 */
public final class Nonce {
    private static final int CHARS = 25;

    private Nonce() {}

    public static String of(String uid, String place) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((uid + "|" + place).getBytes(StandardCharsets.UTF_8));
            var text = new BigInteger(1, digest).toString(36);
            return text.length() < CHARS
                    ? "0".repeat(CHARS - text.length()) + text
                    : text.substring(0, CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
