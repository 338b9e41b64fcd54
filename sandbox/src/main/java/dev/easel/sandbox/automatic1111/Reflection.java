package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;

/** Wet ground and water mirror what stands above, shaken sideways and faded with distance. */
final class Reflection {
    private Reflection() {}

    static void paint(Scene scene, View view, BufferedImage image) {
        double strength =
                switch (scene.place()) {
                    case CITY ->
                            scene.neon() || scene.weather() == Scene.Weather.RAIN ? 0.55 : 0.28;
                    case SEA -> 0.30;
                    case MOUNTAINS, FOREST, FIELD, DESERT, SPACE, UNDERWATER -> 0;
                };
        if (strength == 0) {
            return;
        }
        int horizon = (int) (view.horizon() * image.getHeight() / Painter.HEIGHT);
        var noise = new ValueNoise(scene.seed() ^ 0x5EEDL);
        int width = image.getWidth();
        var source = new int[width];
        var target = new int[width];
        for (int y = horizon; y < image.getHeight(); y++) {
            int depth = y - horizon;
            int from = horizon - 1 - depth * 2;
            if (from < 0) {
                return;
            }
            image.getRGB(0, from, width, 1, source, 0, width);
            image.getRGB(0, y, width, 1, target, 0, width);
            double wave = (noise.at(0.5, y * 0.35) - 0.5) * (4 + depth * 0.12);
            double share =
                    strength * (1 - (double) depth / (image.getHeight() - horizon + 1) * 0.6);
            for (int x = 0; x < width; x++) {
                int mirrored = source[Math.clamp((int) (x + wave), 0, width - 1)];
                target[x] = lighten(target[x], mirrored, share);
            }
            image.setRGB(0, y, width, 1, target, 0, width);
        }
    }

    private static int lighten(int below, int mirrored, double share) {
        int red = mix(below >> 16 & 0xFF, mirrored >> 16 & 0xFF, share);
        int green = mix(below >> 8 & 0xFF, mirrored >> 8 & 0xFF, share);
        int blue = mix(below & 0xFF, mirrored & 0xFF, share);
        return red << 16 | green << 8 | blue;
    }

    private static int mix(int below, int mirrored, double share) {
        return (int) (below + (mirrored - below) * share);
    }
}
