package dev.easel.sandbox.automatic1111;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.SplittableRandom;

/** What falls or floats between the picture and whoever looks at it. */
final class Weathering {
    private final Scene scene;
    private final View view;

    Weathering(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        switch (scene.weather()) {
            case CLEAR -> {}
            case RAIN -> rain(pen, random);
            case SNOW -> flakes(pen, random);
            case PETALS -> petals(pen, random, new Color(0xFFC2D4), new Color(0xF58FB0));
            case LEAVES -> petals(pen, random, new Color(0xE8892B), new Color(0xB33A1E));
            case FIREFLIES -> fireflies(pen, random);
        }
    }

    private void rain(Graphics2D pen, SplittableRandom random) {
        for (int i = 0; i < 340; i++) {
            double near = random.nextDouble();
            double x = random.nextDouble(-60, view.width());
            double y = random.nextDouble(-40, Painter.HEIGHT);
            double length = 22 + 60 * near;
            pen.setStroke(new BasicStroke((float) (0.8 + 1.4 * near)));
            pen.setColor(Palette.alpha(scene.palette().light(), 0.10 + 0.28 * near));
            pen.draw(new Line2D.Double(x, y, x + length * 0.16, y + length));
        }
    }

    private void flakes(Graphics2D pen, SplittableRandom random) {
        for (int i = 0; i < 260; i++) {
            double near = Math.pow(random.nextDouble(), 3);
            double size = 3 + 15 * near;
            pen.setColor(Palette.alpha(Color.WHITE, 0.85 - 0.45 * near));
            pen.fill(
                    new Ellipse2D.Double(
                            random.nextDouble(view.width()),
                            random.nextDouble(Painter.HEIGHT),
                            size,
                            size));
        }
    }

    private void petals(Graphics2D pen, SplittableRandom random, Color light, Color deep) {
        for (int i = 0; i < 120; i++) {
            double near = Math.pow(random.nextDouble(), 2);
            double size = 9 + 24 * near;
            var turned = (Graphics2D) pen.create();
            turned.translate(random.nextDouble(view.width()), random.nextDouble(Painter.HEIGHT));
            turned.rotate(random.nextDouble(Math.TAU));
            turned.setColor(
                    Palette.alpha(Palette.mix(light, deep, random.nextDouble()), 0.9 - 0.3 * near));
            turned.fill(new Ellipse2D.Double(0, 0, size, size * random.nextDouble(0.35, 0.65)));
            turned.dispose();
        }
    }

    private void fireflies(Graphics2D pen, SplittableRandom random) {
        var gold = new Color(0xFFE38A);
        for (int i = 0; i < 46; i++) {
            double x = random.nextDouble(view.width());
            double y = random.nextDouble(280, Painter.HEIGHT);
            double size = random.nextDouble(7, 20);
            Sky.glow(pen, gold, x, y, size * 1.8, 0.7);
            pen.setColor(Palette.mix(gold, Color.WHITE, 0.5));
            pen.fill(Sky.disc(x, y, size * 0.18));
        }
    }
}
