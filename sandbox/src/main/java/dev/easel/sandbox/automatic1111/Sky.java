package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Gradient, stars, sun or moon, clouds. */
final class Sky {
    private static final int CLOUD_PIXELS = 160;

    private final Scene scene;
    private final View view;

    Sky(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        var palette = scene.palette();
        pen.setPaint(
                new LinearGradientPaint(
                        0,
                        0,
                        0,
                        (float) view.horizon() + 40,
                        new float[] {0, 0.55f, 1},
                        new Color[] {palette.zenith(), palette.sky(), palette.horizon()}));
        pen.fill(new Rectangle2D.Double(0, 0, view.width(), Painter.HEIGHT));
        if (scene.night() || scene.place() == Scene.Place.SPACE) {
            stars(pen, random);
        }
        if (scene.place() != Scene.Place.UNDERWATER) {
            light(pen);
        }
        clouds(pen, random);
    }

    private void stars(Graphics2D pen, SplittableRandom random) {
        int count = scene.place() == Scene.Place.SPACE ? 420 : scene.neon() ? 60 : 220;
        for (int i = 0; i < count; i++) {
            double size = 1 + 3.2 * Math.pow(random.nextDouble(), 5);
            double y = Math.pow(random.nextDouble(), 1.4) * view.horizon();
            pen.setColor(Palette.alpha(Color.WHITE, random.nextDouble(0.25, 0.95)));
            pen.fill(new Ellipse2D.Double(random.nextDouble(view.width()), y, size, size));
        }
    }

    private void light(Graphics2D pen) {
        var light = scene.palette().light();
        glow(pen, light, view.lightX(), view.lightY(), view.lightRadius() * 5.5, 0.55);
        var disc = disc(view.lightX(), view.lightY(), view.lightRadius());
        boolean red = scene.japanese() && !scene.night();
        pen.setColor(red ? Palette.mix(light, new Color(0xE0301E), 0.72) : light);
        pen.fill(disc);
        if (scene.night()) {
            pen.setClip(disc);
            pen.setColor(Palette.alpha(scene.palette().sky(), 0.30));
            double r = view.lightRadius();
            pen.fill(disc(view.lightX() - r * 0.3, view.lightY() - r * 0.2, r * 0.28));
            pen.fill(disc(view.lightX() + r * 0.35, view.lightY() + r * 0.25, r * 0.2));
            pen.fill(disc(view.lightX() + r * 0.1, view.lightY() - r * 0.5, r * 0.13));
            pen.setClip(null);
        }
    }

    /** Noise in several octaves, thinned out upwards and lit from the horizon. */
    private void clouds(Graphics2D pen, SplittableRandom random) {
        var layer = new BufferedImage(CLOUD_PIXELS, CLOUD_PIXELS, BufferedImage.TYPE_INT_ARGB);
        var noise = new ValueNoise(random.nextLong());
        var lit = Palette.mix(scene.palette().horizon(), scene.palette().light(), 0.5);
        var dim = Palette.mix(scene.palette().sky(), scene.palette().zenith(), 0.3);
        double cover = scene.place() == Scene.Place.SPACE ? 0.55 : 0.47;
        for (int y = 0; y < CLOUD_PIXELS; y++) {
            double height = (double) y / CLOUD_PIXELS;
            for (int x = 0; x < CLOUD_PIXELS; x++) {
                double thick = noise.octaves(x / 42.0, y / 15.0, 5) - cover;
                double alpha = Math.clamp(thick * 3.2, 0, 1) * (0.35 + 0.55 * height);
                var color = Palette.mix(lit, dim, Math.clamp(thick * 3 - height * 0.5, 0, 1));
                layer.setRGB(x, y, (int) (alpha * 235) << 24 | color.getRGB() & 0xFFFFFF);
            }
        }
        pen.drawImage(layer, 0, 0, (int) view.width() + 1, (int) view.horizon() + 60, null);
    }

    static Ellipse2D disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2);
    }

    static void glow(
            Graphics2D pen, Color color, double x, double y, double radius, double strength) {
        pen.setPaint(
                new RadialGradientPaint(
                        new Point2D.Double(x, y),
                        (float) radius,
                        new float[] {0, 0.35f, 1},
                        new Color[] {
                            Palette.alpha(color, strength),
                            Palette.alpha(color, strength * 0.35),
                            Palette.alpha(color, 0)
                        }));
        pen.fill(disc(x, y, radius));
    }
}
