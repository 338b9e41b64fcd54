package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;

/** Bloom, grade, vignette, grain and style, pixel by pixel; then the mark. */
final class Finishing {
    private Finishing() {}

    static BufferedImage apply(Scene scene, BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var finish = scene.finish();
        var bloom = Bloom.of(image);
        var noise = new ValueNoise(scene.seed() ^ 0x97A1L);
        var row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                double dx = (x + 0.5) / width - 0.5;
                double dy = (y + 0.5) / height - 0.5;
                double light = (1.06 - 0.75 * (dx * dx + dy * dy)) * finish.brightness();
                if (finish.paper()) {
                    light *= 0.90 + 0.2 * noise.octaves(x / 5.0, y / 5.0, 3);
                } else {
                    light *= 0.985 + 0.03 * noise.at(x * 1.7, y * 1.7);
                }
                row[x] = graded(row[x], bloom.at(x, y), light, finish);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        var finished = finish.pixels() ? pixels(image) : image;
        Stamp.mark(finished);
        return finished;
    }

    private static int graded(int color, int glow, double light, Scene.Finish finish) {
        double red = screen(color >> 16 & 0xFF, glow >> 16 & 0xFF);
        double green = screen(color >> 8 & 0xFF, glow >> 8 & 0xFF);
        double blue = screen(color & 0xFF, glow & 0xFF);
        double grey = 0.3 * red + 0.59 * green + 0.11 * blue;
        double keep = finish.monochrome() ? 0.08 : finish.saturation();
        return clamp((grey + (red - grey) * keep) * light) << 16
                | clamp((grey + (green - grey) * keep) * light) << 8
                | clamp((grey + (blue - grey) * keep) * light);
    }

    private static double screen(int base, int glow) {
        return 255 - (255 - base) * (255 - glow * 0.55) / 255.0;
    }

    private static int clamp(double value) {
        return (int) Math.clamp(value, 0, 255);
    }

    private static BufferedImage pixels(BufferedImage image) {
        int side = Math.max(1, image.getHeight() / 96);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, image.getRGB(x / side * side, y / side * side) & 0xF0F0F0);
            }
        }
        return image;
    }

    /** The bright parts, blurred at a quarter of the size. */
    private record Bloom(int[] red, int[] green, int[] blue, int width, int height) {
        private static final int SHRINK = 4;
        private static final int RADIUS = 5;

        static Bloom of(BufferedImage image) {
            int width = Math.max(1, image.getWidth() / SHRINK);
            int height = Math.max(1, image.getHeight() / SHRINK);
            var planes = new int[3][width * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int color = image.getRGB(x * SHRINK, y * SHRINK);
                    for (int plane = 0; plane < 3; plane++) {
                        int value = color >> 16 - plane * 8 & 0xFF;
                        planes[plane][y * width + x] = Math.max(0, value - 150) * 2;
                    }
                }
            }
            for (int plane = 0; plane < 3; plane++) {
                for (int pass = 0; pass < 2; pass++) {
                    planes[plane] = blur(planes[plane], width, height, 1, width);
                    planes[plane] = blur(planes[plane], height, width, width, 1);
                }
            }
            return new Bloom(planes[0], planes[1], planes[2], width, height);
        }

        int at(int x, int y) {
            int place = Math.min(y / SHRINK, height - 1) * width + Math.min(x / SHRINK, width - 1);
            return red[place] << 16 | green[place] << 8 | blue[place];
        }

        /** A running mean along lines whose pixels lie {@code step} apart. */
        private static int[] blur(int[] from, int length, int lines, int step, int stride) {
            var to = new int[from.length];
            for (int line = 0; line < lines; line++) {
                int sum = 0;
                for (int i = -RADIUS; i < length + RADIUS; i++) {
                    if (i + RADIUS < length) {
                        sum += from[line * stride + (i + RADIUS) * step];
                    }
                    if (i - RADIUS - 1 >= 0) {
                        sum -= from[line * stride + (i - RADIUS - 1) * step];
                    }
                    if (i >= 0 && i < length) {
                        to[line * stride + i * step] = sum / (2 * RADIUS + 1);
                    }
                }
            }
            return to;
        }
    }
}
