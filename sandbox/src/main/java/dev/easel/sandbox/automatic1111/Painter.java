package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

final class Painter {
    private Painter() {}

    static BufferedImage paint(Scene scene, int width, int height) {
        var random = new SplittableRandom(scene.seed() ^ scene.words().hashCode());
        var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = out.createGraphics();
        pen.setPaint(
                new GradientPaint(
                        0,
                        0,
                        Color.getHSBColor((float) random.nextDouble(), 0.5f, 0.4f),
                        0,
                        height,
                        Color.getHSBColor((float) random.nextDouble(), 0.6f, 0.9f)));
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return out;
    }
}
