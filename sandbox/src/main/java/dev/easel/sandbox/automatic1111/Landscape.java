package dev.easel.sandbox.automatic1111;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** Ridges in the distance, and before them water, meadow, dunes or more ridges. */
final class Landscape {
    private final Scene scene;
    private final View view;

    Landscape(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        switch (scene.place()) {
            case SEA -> {
                ridges(pen, random, 2, 150, view.horizon());
                water(pen, random);
            }
            case FIELD -> {
                ridges(pen, random, 3, 170, view.horizon());
                meadow(pen, random);
            }
            case DESERT -> dunes(pen, random);
            case SPACE -> planets(pen, random);
            case UNDERWATER -> seabed(pen, random);
            case CITY, FOREST, MOUNTAINS -> {
                peak(pen);
                ridges(pen, random, 5, 380, Painter.HEIGHT);
            }
        }
    }

    /** One great snow-capped cone stands alone behind the ridges. */
    private void peak(Graphics2D pen) {
        double x = view.width() * (view.lightX() > view.width() * 0.68 ? 0.36 : 0.30);
        double top = view.horizon() - 450;
        double foot = view.horizon() + 20;
        pen.setColor(scene.palette().land(0.42));
        pen.fill(cone(x, top, 470, foot));
        var snow = new Path2D.Double();
        snow.moveTo(x - 26, top);
        snow.lineTo(x + 26, top);
        snow.quadTo(x + 50, top + 70, x + 104, top + 140);
        snow.lineTo(x + 66, top + 112);
        snow.lineTo(x + 40, top + 150);
        snow.lineTo(x + 8, top + 108);
        snow.lineTo(x - 30, top + 158);
        snow.lineTo(x - 58, top + 110);
        snow.lineTo(x - 104, top + 140);
        snow.quadTo(x - 50, top + 70, x - 26, top);
        pen.setColor(Palette.mix(scene.palette().light(), Color.WHITE, 0.4));
        pen.fill(snow);
    }

    private static Path2D cone(double x, double top, double half, double foot) {
        var cone = new Path2D.Double();
        cone.moveTo(x - half, foot);
        cone.quadTo(x - half * 0.28, top + 190, x - 26, top);
        cone.lineTo(x + 26, top);
        cone.quadTo(x + half * 0.28, top + 190, x + half, foot);
        cone.closePath();
        return cone;
    }

    private void ridges(
            Graphics2D pen, SplittableRandom random, int count, double tall, double bottom) {
        for (int ridge = 0; ridge < count; ridge++) {
            double near = count == 1 ? 1 : (double) ridge / (count - 1);
            boolean mountains = scene.place() == Scene.Place.MOUNTAINS;
            double base =
                    mountains
                            ? view.horizon() - 130 + near * 330
                            : view.horizon() - 6 + (bottom - view.horizon()) * near;
            var color = scene.palette().land(mountains ? 0.2 + near * 0.8 : 0.1 + near * 0.35);
            var noise = new ValueNoise(random.nextLong());
            var path = new Path2D.Double();
            path.moveTo(-5, Painter.HEIGHT + 5);
            for (double x = -5; x <= view.width() + 10; x += 4) {
                double height = noise.octaves(x / (260 - near * 60), 0.5, 6);
                path.lineTo(x, base - Math.pow(height, 1.5) * tall * (1 - near * 0.35));
            }
            path.lineTo(view.width() + 10, Painter.HEIGHT + 5);
            path.closePath();
            var mist = Palette.mix(color, scene.palette().horizon(), 0.55 * (1 - near * 0.7));
            pen.setPaint(
                    new GradientPaint(
                            0, (float) (base - tall * 0.5), color, 0, (float) (base + 150), mist));
            pen.fill(path);
        }
    }

    private void water(Graphics2D pen, SplittableRandom random) {
        var palette = scene.palette();
        pen.setPaint(
                new GradientPaint(
                        0,
                        (float) view.horizon(),
                        Palette.mix(palette.horizon(), palette.sky(), 0.45),
                        0,
                        Painter.HEIGHT,
                        Palette.mix(palette.zenith(), palette.near(), 0.55)));
        double deep = Painter.HEIGHT - view.horizon();
        pen.fill(new Rectangle2D.Double(0, view.horizon(), view.width(), deep));
        for (int i = 0; i < 260; i++) {
            double depth = Math.pow(random.nextDouble(), 1.5);
            double y = view.horizon() + 3 + depth * deep;
            double spread = 24 + depth * 200;
            boolean glint = i < 150;
            double x =
                    glint
                            ? view.lightX()
                                    + (random.nextDouble() + random.nextDouble() - 1) * spread
                            : random.nextDouble(view.width());
            double wide = random.nextDouble(10, 40) * (0.4 + depth * 2);
            pen.setColor(
                    Palette.alpha(
                            glint ? palette.light() : palette.horizon(),
                            glint ? random.nextDouble(0.25, 0.8) : random.nextDouble(0.08, 0.25)));
            pen.fill(new Ellipse2D.Double(x - wide / 2, y, wide, 1.6 + depth * 4));
        }
    }

    private void meadow(Graphics2D pen, SplittableRandom random) {
        var grass = Palette.mix(scene.palette().near(), new Color(0x4E8B3A), 0.5);
        for (int hill = 0; hill < 3; hill++) {
            double near = hill / 2.0;
            var noise = new ValueNoise(random.nextLong());
            double base = view.horizon() + near * 190;
            var path = new Path2D.Double();
            path.moveTo(-5, 1005);
            for (double x = -5; x <= view.width() + 10; x += 6) {
                path.lineTo(x, base - noise.octaves(x / 380, 1, 2) * 90 + 30);
            }
            path.lineTo(view.width() + 10, 1005);
            path.closePath();
            var lit = Palette.mix(grass, scene.palette().horizon(), 0.55 - near * 0.4);
            pen.setPaint(new GradientPaint(0, (float) base - 60, lit, 0, 1000, grass.darker()));
            pen.fill(path);
        }
        flowers(pen, random);
    }

    private void flowers(Graphics2D pen, SplittableRandom random) {
        var colors =
                new Color[] {
                    new Color(0xFFD34E),
                    new Color(0xF06A8B),
                    new Color(0xFFFFFF),
                    new Color(0xB48CF0),
                    new Color(0xFF8A3D)
                };
        var main = colors[random.nextInt(colors.length)];
        for (int i = 0; i < 520; i++) {
            double depth = Math.pow(i / 520.0, 1.6);
            double y = view.horizon() + 40 + depth * (Painter.HEIGHT - view.horizon() - 20);
            double size = 2 + depth * 13;
            double x = random.nextDouble(view.width());
            var color = random.nextDouble() < 0.7 ? main : colors[random.nextInt(colors.length)];
            pen.setColor(
                    Palette.alpha(
                            Palette.mix(color, scene.palette().near(), 0.25 - depth * 0.2), 0.9));
            pen.fill(new Ellipse2D.Double(x, y + random.nextDouble(-14, 14), size, size * 0.8));
        }
    }

    private void dunes(Graphics2D pen, SplittableRandom random) {
        var sand = Palette.mix(scene.palette().horizon(), new Color(0xC98B4A), 0.6);
        for (int dune = 0; dune < 5; dune++) {
            double near = dune / 4.0;
            double base = view.horizon() + near * 250;
            double crest = random.nextDouble(0.2, 0.8) * view.width();
            double left = base + random.nextDouble(10, 60);
            double right = base + random.nextDouble(10, 60);
            var path = new Path2D.Double();
            path.moveTo(-10, 1010);
            path.lineTo(-10, left);
            path.quadTo(crest * 0.55, base - 20, crest, base - 90 * (0.6 + near * 0.5));
            path.quadTo(crest + 60, base + 10, view.width() + 10, right);
            path.lineTo(view.width() + 10, 1010);
            path.closePath();
            var lit = Palette.mix(sand, scene.palette().light(), 0.3 * (1 - near));
            pen.setPaint(
                    new GradientPaint(
                            (float) crest,
                            (float) base - 80,
                            lit,
                            (float) crest + 160,
                            (float) base + 170,
                            Palette.mix(lit, scene.palette().near(), 0.35 + near * 0.3)));
            pen.fill(path);
        }
    }

    private void planets(Graphics2D pen, SplittableRandom random) {
        double x = view.width() * random.nextDouble(0.25, 0.4);
        double y = random.nextDouble(560, 680);
        double radius = random.nextDouble(190, 260);
        var base = Color.getHSBColor((float) random.nextDouble(), 0.5f, 0.75f);
        Sky.glow(pen, base, x, y, radius * 1.7, 0.4);
        var disc = Sky.disc(x, y, radius);
        pen.setColor(base);
        pen.fill(disc);
        pen.setClip(disc);
        var noise = new ValueNoise(random.nextLong());
        for (double band = y - radius; band < y + radius; band += 6) {
            double shade = noise.octaves(3, band / 60, 4);
            pen.setColor(
                    Palette.alpha(shade > 0.5 ? Color.WHITE : Color.BLACK, Math.abs(shade - 0.5)));
            pen.fill(new Rectangle2D.Double(x - radius, band, radius * 2, 6));
        }
        pen.setPaint(
                new GradientPaint(
                        (float) (x + radius * 0.2),
                        (float) (y - radius * 0.3),
                        new Color(0, 0, 0, 0),
                        (float) (x - radius * 0.8),
                        (float) (y + radius * 0.7),
                        new Color(0, 0, 8, 225)));
        pen.fill(disc);
        pen.setClip(null);
        pen.setStroke(new BasicStroke(9));
        pen.setColor(Palette.alpha(scene.palette().light(), 0.5));
        var turned = (Graphics2D) pen.create();
        turned.rotate(-0.35, x, y);
        turned.draw(
                new Arc2D.Double(
                        x - radius * 1.75,
                        y - radius * 0.32,
                        radius * 3.5,
                        radius * 0.64,
                        172,
                        196,
                        Arc2D.OPEN));
        turned.dispose();
    }

    private void seabed(Graphics2D pen, SplittableRandom random) {
        var light = scene.palette().light();
        for (int i = 0; i < 9; i++) {
            double top = random.nextDouble(view.width());
            double wide = random.nextDouble(20, 70);
            var shaft = new Path2D.Double();
            shaft.moveTo(top, -10);
            shaft.lineTo(top + wide * 0.5, -10);
            shaft.lineTo(top - 140 + wide * 2, 950);
            shaft.lineTo(top - 180, 950);
            shaft.closePath();
            pen.setPaint(
                    new GradientPaint(
                            0, 0, Palette.alpha(light, 0.28), 0, 900, Palette.alpha(light, 0)));
            pen.fill(shaft);
        }
        for (int i = 0; i < 60; i++) {
            double size = 4 + 22 * Math.pow(random.nextDouble(), 3);
            pen.setStroke(new BasicStroke(1.6f));
            pen.setColor(Palette.alpha(Color.WHITE, 0.45));
            pen.draw(Sky.disc(random.nextDouble(view.width()), random.nextDouble(1000), size / 2));
        }
        ridges(pen, random, 2, 260, Painter.HEIGHT);
    }
}
