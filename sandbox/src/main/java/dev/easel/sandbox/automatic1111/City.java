package dev.easel.sandbox.automatic1111;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of buildings with lit windows; neon signs, tiled roofs and lanterns where they belong. */
final class City {
    private static final List<Color> NEON =
            List.of(
                    new Color(0xFF3D9A),
                    new Color(0x3DF2FF),
                    new Color(0xFFD23D),
                    new Color(0x9B5CFF),
                    new Color(0xFF5A36));

    private final Scene scene;
    private final View view;

    City(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        for (int row = 0; row < 3; row++) {
            double near = row / 2.0;
            row(pen, random, near);
            haze(pen, near);
        }
        ground(pen);
        if (scene.japanese()) {
            torii(pen, view.width() * random.nextDouble(0.60, 0.78), view.horizon() + 12, 230);
            lanterns(pen, random);
        }
    }

    private void row(Graphics2D pen, SplittableRandom random, double near) {
        double x = -random.nextDouble(60);
        while (x < view.width()) {
            double width = random.nextDouble(50, 90) * (1 + near * 1.1);
            // A valley in the middle leaves the light free.
            double away = Math.abs(x + width / 2 - view.lightX()) / view.width();
            double tall = random.nextDouble(150, 330) * (0.75 + away * 1.5) * (1.15 - near * 0.25);
            building(pen, random, x, view.horizon() - tall, width, near);
            x += width + random.nextDouble(0, 14) * (1 + near);
        }
    }

    private void building(
            Graphics2D pen,
            SplittableRandom random,
            double x,
            double top,
            double width,
            double near) {
        var wall = Palette.mix(scene.palette().land(0.25 + near * 0.7), Color.BLACK, 0.1 * near);
        pen.setColor(wall);
        pen.fill(new Rectangle2D.Double(x, top, width, Painter.HEIGHT - top));
        if (scene.japanese() && near > 0.4 && random.nextDouble() < 0.55) {
            roof(pen, x, top, width);
        } else if (random.nextDouble() < 0.3) {
            pen.fill(new Rectangle2D.Double(x + width * 0.45, top - 45, 4, 45));
        }
        windows(pen, random, x, top, width, near);
        if (scene.neon() && near > 0.4 && random.nextDouble() < 0.75) {
            sign(pen, random, x, top, width);
        }
    }

    private void windows(
            Graphics2D pen,
            SplittableRandom random,
            double x,
            double top,
            double width,
            double near) {
        double step = 13 + near * 9;
        double share = scene.night() || scene.neon() ? 0.42 : 0.18;
        var warm = Palette.mix(scene.palette().light(), new Color(0xFFC766), 0.6);
        for (double wy = top + step; wy < view.horizon() - step; wy += step * 1.25) {
            for (double wx = x + step * 0.6; wx < x + width - step * 0.7; wx += step) {
                if (random.nextDouble() < share) {
                    var color =
                            scene.neon() && random.nextDouble() < 0.25
                                    ? NEON.get(random.nextInt(NEON.size()))
                                    : warm;
                    pen.setColor(Palette.alpha(color, random.nextDouble(0.35, 0.9)));
                    pen.fill(new Rectangle2D.Double(wx, wy, step * 0.45, step * 0.6));
                }
            }
        }
    }

    private void sign(Graphics2D pen, SplittableRandom random, double x, double top, double width) {
        var color = NEON.get(random.nextInt(NEON.size()));
        double high = random.nextDouble(90, 190);
        double wide = random.nextDouble(20, 34);
        double sx = x + random.nextDouble(0.1, 0.8) * (width - wide);
        double sy = top + random.nextDouble(30, 90);
        Sky.glow(pen, color, sx + wide / 2, sy + high / 2, high * 0.85, 0.45);
        pen.setColor(Palette.mix(color, Color.BLACK, 0.7));
        pen.fill(new RoundRectangle2D.Double(sx, sy, wide, high, 8, 8));
        pen.setStroke(new BasicStroke(3));
        pen.setColor(Palette.mix(color, Color.WHITE, 0.35));
        pen.draw(new RoundRectangle2D.Double(sx, sy, wide, high, 8, 8));
        // Strokes like writing, which no reader will mistake for words.
        for (double y = sy + 14; y < sy + high - 16; y += 22) {
            for (int stroke = 0; stroke < 3; stroke++) {
                double a = random.nextDouble(0.2, 0.5) * wide;
                double b = random.nextDouble(0.55, 0.85) * wide;
                double dy = random.nextDouble(0, 14);
                double dy2 = dy + random.nextDouble(-6, 6);
                pen.draw(new Line2D.Double(sx + a, y + dy, sx + b, y + dy2));
            }
        }
    }

    private void roof(Graphics2D pen, double x, double top, double width) {
        var roof = new Path2D.Double();
        roof.moveTo(x - width * 0.22, top + 12);
        roof.quadTo(x + width * 0.2, top - 8, x + width * 0.34, top - 52);
        roof.lineTo(x + width * 0.66, top - 52);
        roof.quadTo(x + width * 0.8, top - 8, x + width * 1.22, top + 12);
        roof.closePath();
        pen.fill(roof);
    }

    private void haze(Graphics2D pen, double near) {
        pen.setPaint(
                new GradientPaint(
                        0,
                        (float) view.horizon() - 260,
                        Palette.alpha(scene.palette().horizon(), 0),
                        0,
                        (float) view.horizon(),
                        Palette.alpha(scene.palette().horizon(), 0.55 * (1 - near))));
        pen.fill(new Rectangle2D.Double(0, view.horizon() - 260, view.width(), 260));
    }

    private void ground(Graphics2D pen) {
        pen.setPaint(
                new GradientPaint(
                        0,
                        (float) view.horizon(),
                        Palette.mix(scene.palette().near(), scene.palette().far(), 0.25),
                        0,
                        Painter.HEIGHT,
                        Palette.mix(scene.palette().near(), Color.BLACK, 0.35)));
        pen.fill(
                new Rectangle2D.Double(
                        0, view.horizon(), view.width(), Painter.HEIGHT - view.horizon()));
    }

    private void torii(Graphics2D pen, double center, double foot, double size) {
        pen.setColor(Palette.mix(new Color(0xB3261E), scene.palette().near(), 0.35));
        double half = size * 0.42;
        for (int side = -1; side <= 1; side += 2) {
            pen.fill(
                    new Rectangle2D.Double(
                            center + side * half * 0.72 - 8, foot - size * 0.9, 16, size * 0.9));
        }
        pen.fill(new Rectangle2D.Double(center - half * 0.95, foot - size * 0.72, half * 1.9, 13));
        var beam = new Path2D.Double();
        beam.moveTo(center - half * 1.25, foot - size - 14);
        beam.quadTo(center, foot - size + 12, center + half * 1.25, foot - size - 14);
        beam.lineTo(center + half * 1.17, foot - size + 16);
        beam.quadTo(center, foot - size + 36, center - half * 1.17, foot - size + 16);
        beam.closePath();
        pen.fill(beam);
    }

    private void lanterns(Graphics2D pen, SplittableRandom random) {
        var paper = new Color(0xFF7A3C);
        int count = 5 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            double x = view.width() * (i + random.nextDouble(0.2, 0.8)) / count;
            double y = view.horizon() - 120 + 26 * Math.sin(i * 1.7);
            Sky.glow(pen, paper, x, y, 55, 0.55);
            pen.setColor(Palette.mix(paper, Color.WHITE, 0.3));
            pen.fill(new RoundRectangle2D.Double(x - 11, y - 15, 22, 30, 20, 20));
        }
    }
}
