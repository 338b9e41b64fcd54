package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Noise over pictures, and mixtures of pictures. */
final class Noise {
    private Noise() {}

    /** The picture after this share of the steps: coarse, coloured noise that clears up. */
    static BufferedImage over(BufferedImage picture, double done, long seed) {
        var random = new SplittableRandom(seed ^ 0x6E6F697365L);
        int width = picture.getWidth();
        int height = picture.getHeight();
        var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double kept = Math.clamp(done, 0, 1);
        for (int y = 0; y < height; y += 8) {
            for (int x = 0; x < width; x += 8) {
                int noise = random.nextInt(0x1000000);
                fill(picture, out, x, y, noise, kept);
            }
        }
        return out;
    }

    /** One latent pixel is eight by eight image pixels. */
    private static void fill(
            BufferedImage from, BufferedImage to, int left, int top, int noise, double kept) {
        for (int y = top; y < Math.min(top + 8, to.getHeight()); y++) {
            for (int x = left; x < Math.min(left + 8, to.getWidth()); x++) {
                to.setRGB(x, y, mix(noise, from.getRGB(x, y), kept));
            }
        }
    }

    /** The start image with so much of the picture over it. */
    static BufferedImage blend(BufferedImage start, BufferedImage picture, double strength) {
        var scaled = Rendering.scaled(start, picture.getWidth(), picture.getHeight());
        double share = Math.clamp(strength, 0, 1);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                scaled.setRGB(x, y, mix(scaled.getRGB(x, y), picture.getRGB(x, y), share));
            }
        }
        return scaled;
    }

    private static int mix(int from, int to, double share) {
        int red = channel(from, to, 16, share);
        int green = channel(from, to, 8, share);
        int blue = channel(from, to, 0, share);
        return red << 16 | green << 8 | blue;
    }

    private static int channel(int from, int to, int shift, double share) {
        return (int)
                Math.round((from >> shift & 0xFF) * (1 - share) + (to >> shift & 0xFF) * share);
    }
}
