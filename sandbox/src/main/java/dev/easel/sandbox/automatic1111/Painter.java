package dev.easel.sandbox.automatic1111;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Paints a scene, the same for the same scene and size. Layers work in a space 1000 high, so that
 * sizes differ only in detail.
 */
final class Painter {
    static final int HEIGHT = 1000;

    static {
        // Nothing here needs a display, and root with another user's DISPLAY would fail on it.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private Painter() {}

    static BufferedImage paint(Scene scene, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double scale = (double) height / HEIGHT;
        pen.scale(scale, scale);
        var random = new SplittableRandom(scene.seed());
        var view = View.of(scene, random, width / scale);
        new Sky(scene, view).paint(pen, random.split());
        land(scene, view, pen, random);
        Reflection.paint(scene, view, image);
        new Figures(scene, view).paint(pen, random.split());
        new Weathering(scene, view).paint(pen, random.split());
        pen.dispose();
        return Finishing.apply(scene, image);
    }

    private static void land(Scene scene, View view, Graphics2D pen, SplittableRandom random) {
        switch (scene.place()) {
            case CITY -> new City(scene, view).paint(pen, random.split());
            case FOREST -> new Forest(scene, view).paint(pen, random.split());
            case MOUNTAINS, SEA, FIELD, DESERT, SPACE, UNDERWATER ->
                    new Landscape(scene, view).paint(pen, random.split());
        }
    }
}
