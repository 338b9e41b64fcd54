package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;

/**
 * Marks a picture as a stand-in's. The letters are drawn here, since fonts differ between machines
 * and a bare one has none.
 */
final class Stamp {
    private static final String TEXT = "STAND-IN";
    private static final int ROWS = 5;
    private static final int COLUMNS = 4;

    /** Five rows of three bits per letter. */
    private static final Map<Character, String> LETTERS =
            Map.of(
                    'S', "011100010001110",
                    'T', "111010010010010",
                    'A', "010101111101101",
                    'N', "110101101101101",
                    'D', "110101101101110",
                    'I', "111010010010111",
                    '-', "000000111000000");

    private Stamp() {}

    static void mark(BufferedImage image) {
        int dot = Math.max(1, image.getHeight() / 256);
        int width = (TEXT.length() * COLUMNS - 1) * dot;
        int height = ROWS * dot;
        int pad = 3 * dot;
        int left = image.getWidth() - width - pad * 3;
        int top = image.getHeight() - height - pad * 3;
        if (left < 0 || top < 0) {
            return;
        }
        var pen = image.createGraphics();
        pen.setColor(new Color(0, 0, 0, 110));
        pen.fillRect(left - pad, top - pad, width + 2 * pad, height + 2 * pad);
        pen.setColor(new Color(255, 255, 255, 215));
        for (int i = 0; i < TEXT.length(); i++) {
            var bits = LETTERS.getOrDefault(TEXT.charAt(i), "");
            for (int bit = 0; bit < bits.length(); bit++) {
                if (bits.charAt(bit) == '1') {
                    pen.fillRect(
                            left + (i * COLUMNS + bit % 3) * dot, top + bit / 3 * dot, dot, dot);
                }
            }
        }
        pen.dispose();
    }
}
