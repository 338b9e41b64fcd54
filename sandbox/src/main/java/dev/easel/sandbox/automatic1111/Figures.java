package dev.easel.sandbox.automatic1111;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/** Who stands in the picture: stylised, dark against the light, with a lit edge. */
final class Figures {
    private final Scene scene;
    private final View view;

    Figures(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        switch (scene.figure()) {
            case NONE -> {}
            case PORTRAIT -> portrait(pen, random);
            case WANDERER -> wanderer(pen, random);
            case CAT -> animal(pen, random, new Color(0x17131A), false);
            case FOX -> animal(pen, random, new Color(0x9C4A1C), true);
        }
    }

    /** A profile that looks towards the light, hair in the wind. Drawn in a unit square. */
    private void portrait(Graphics2D pen, SplittableRandom random) {
        double size = random.nextDouble(820, 900);
        double left = view.width() * random.nextDouble(0.02, 0.10) + (view.width() - 1000) * 0.25;
        var at = new AffineTransform(size, 0, 0, size, left, Painter.HEIGHT - size * 0.99);
        var light = scene.palette().light();
        var skin = Palette.mix(new Color(0xE8B594), scene.palette().sky(), 0.25);
        var shade = Palette.mix(scene.palette().near(), skin, 0.28);

        strands(pen, random, at, 34, Palette.mix(scene.hair(), Color.BLACK, 0.25));
        pen.setPaint(
                new GradientPaint(
                        x(at, 0.66, 0.4),
                        y(at, 0.66, 0.4),
                        Palette.mix(skin, light, 0.35),
                        x(at, 0.36, 0.5),
                        y(at, 0.36, 0.5),
                        shade));
        pen.fill(at.createTransformedShape(profile()));
        robe(pen, at);
        var hair = at.createTransformedShape(hair());
        pen.setPaint(
                new GradientPaint(
                        x(at, 0.6, 0.15),
                        y(at, 0.6, 0.15),
                        Palette.mix(scene.hair(), light, 0.38),
                        x(at, 0.2, 0.4),
                        y(at, 0.2, 0.4),
                        scene.hair()));
        pen.fill(hair);
        strands(pen, random, at, 26, Palette.mix(scene.hair(), light, 0.30));
        face(pen, at);
        rim(pen, at.createTransformedShape(outline()), light, size * 0.0075);
        if (scene.japanese()) {
            ornament(pen, random, at);
        }
    }

    private void face(Graphics2D pen, AffineTransform at) {
        var lash = new Path2D.Double();
        lash.moveTo(0.556, 0.318);
        lash.quadTo(0.580, 0.334, 0.600, 0.322);
        stroke(pen, at.createTransformedShape(lash), scene.hair(), 5);
        var brow = new Path2D.Double();
        brow.moveTo(0.550, 0.270);
        brow.quadTo(0.578, 0.252, 0.604, 0.264);
        stroke(pen, at.createTransformedShape(brow), scene.hair(), 4);
        var lips = new Area(new Ellipse2D.Double(0.621, 0.446, 0.034, 0.044));
        lips.intersect(new Area(profile()));
        pen.setColor(Palette.alpha(new Color(0xB8404F), 0.6));
        pen.fill(at.createTransformedShape(lips));
        pen.setColor(Palette.alpha(new Color(0xE8756F), 0.15));
        pen.fill(at.createTransformedShape(new Ellipse2D.Double(0.52, 0.37, 0.075, 0.06)));
    }

    private void robe(Graphics2D pen, AffineTransform at) {
        var robe = new Path2D.Double();
        robe.moveTo(0.375, 0.70);
        robe.quadTo(0.45, 0.80, 0.540, 0.735);
        robe.quadTo(0.70, 0.79, 0.80, 0.90);
        robe.quadTo(0.84, 0.96, 0.85, 1.05);
        robe.lineTo(0.06, 1.05);
        robe.quadTo(0.10, 0.86, 0.26, 0.80);
        robe.quadTo(0.34, 0.77, 0.375, 0.70);
        robe.closePath();
        var light = scene.palette().light();
        pen.setPaint(
                new GradientPaint(
                        x(at, 0.80, 0.8),
                        y(at, 0.80, 0.8),
                        Palette.mix(scene.cloth(), light, 0.3),
                        x(at, 0.35, 1.0),
                        y(at, 0.35, 1.0),
                        Palette.mix(scene.cloth(), scene.palette().near(), 0.65)));
        pen.fill(at.createTransformedShape(robe));
        if (scene.japanese()) {
            var collar = new Path2D.Double();
            collar.moveTo(0.36, 0.70);
            collar.quadTo(0.45, 0.84, 0.60, 1.04);
            stroke(
                    pen,
                    at.createTransformedShape(collar),
                    Palette.mix(light, Color.WHITE, 0.2),
                    15);
            var other = new Path2D.Double();
            other.moveTo(0.545, 0.735);
            other.quadTo(0.52, 0.80, 0.47, 0.87);
            stroke(pen, at.createTransformedShape(other), Palette.mix(light, Color.WHITE, 0.2), 13);
        }
    }

    private void strands(
            Graphics2D pen, SplittableRandom random, AffineTransform at, int count, Color color) {
        for (int i = 0; i < count; i++) {
            double t = i / (double) count;
            var strand = new Path2D.Double();
            double startX = 0.24 + 0.26 * random.nextDouble();
            double startY = 0.10 + 0.22 * t;
            strand.moveTo(startX, startY);
            strand.curveTo(
                    0.12 + 0.1 * random.nextDouble(),
                    0.30 + 0.25 * t,
                    0.06 + 0.16 * random.nextDouble(),
                    0.50 + 0.2 * random.nextDouble(),
                    -0.10 + 0.34 * random.nextDouble(),
                    0.66 + 0.38 * t);
            stroke(
                    pen,
                    at.createTransformedShape(strand),
                    Palette.alpha(color, random.nextDouble(0.35, 0.9)),
                    random.nextDouble(1.2, 5));
        }
    }

    private void ornament(Graphics2D pen, SplittableRandom random, AffineTransform at) {
        var petals = Palette.mix(new Color(0xF25C7A), scene.palette().light(), 0.25);
        for (int flower = 0; flower < 3; flower++) {
            double cx = 0.33 + flower * 0.045;
            double cy = 0.235 - flower * 0.03 + random.nextDouble(-0.01, 0.01);
            double size = 0.026 - flower * 0.004;
            for (int petal = 0; petal < 5; petal++) {
                double angle = petal * Math.TAU / 5 + flower;
                pen.setColor(Palette.mix(petals, Color.WHITE, 0.12 * petal / 2));
                pen.fill(
                        at.createTransformedShape(
                                Sky.disc(
                                        cx + Math.cos(angle) * size,
                                        cy + Math.sin(angle) * size,
                                        size * 0.75)));
            }
            pen.setColor(new Color(0xFFE08A));
            pen.fill(at.createTransformedShape(Sky.disc(cx, cy, size * 0.4)));
        }
        var pin = new Path2D.Double();
        pin.moveTo(0.20, 0.30);
        pin.lineTo(0.36, 0.22);
        stroke(pen, at.createTransformedShape(pin), new Color(0xE6C15A), 5);
    }

    private static Path2D profile() {
        var face = new Path2D.Double();
        face.moveTo(0.545, 0.13);
        face.quadTo(0.608, 0.19, 0.612, 0.262);
        face.quadTo(0.606, 0.295, 0.622, 0.325);
        face.quadTo(0.642, 0.365, 0.664, 0.398);
        face.quadTo(0.668, 0.418, 0.634, 0.424);
        face.quadTo(0.632, 0.436, 0.645, 0.452);
        face.quadTo(0.646, 0.464, 0.632, 0.469);
        face.quadTo(0.646, 0.478, 0.639, 0.492);
        face.quadTo(0.622, 0.503, 0.632, 0.528);
        face.quadTo(0.634, 0.562, 0.596, 0.570);
        face.quadTo(0.545, 0.585, 0.535, 0.625);
        face.quadTo(0.530, 0.69, 0.548, 0.75);
        face.lineTo(0.36, 0.78);
        face.quadTo(0.375, 0.60, 0.34, 0.44);
        face.quadTo(0.34, 0.22, 0.545, 0.13);
        face.closePath();
        return face;
    }

    private static Path2D hair() {
        var hair = new Path2D.Double();
        hair.moveTo(0.588, 0.185);
        hair.quadTo(0.545, 0.055, 0.41, 0.058);
        hair.quadTo(0.21, 0.065, 0.185, 0.29);
        hair.quadTo(0.165, 0.50, 0.06, 0.66);
        hair.quadTo(-0.02, 0.80, -0.10, 0.92);
        hair.quadTo(0.06, 0.90, 0.12, 0.84);
        hair.quadTo(0.10, 0.94, 0.05, 1.02);
        hair.lineTo(0.24, 1.02);
        hair.quadTo(0.36, 0.90, 0.385, 0.72);
        hair.quadTo(0.43, 0.60, 0.445, 0.46);
        hair.quadTo(0.465, 0.33, 0.525, 0.27);
        hair.quadTo(0.545, 0.235, 0.588, 0.185);
        hair.closePath();
        return hair;
    }

    /** The side that faces the light. */
    private static Path2D outline() {
        var edge = new Path2D.Double();
        edge.moveTo(0.36, 0.064);
        edge.quadTo(0.545, 0.050, 0.588, 0.185);
        edge.quadTo(0.608, 0.22, 0.612, 0.262);
        edge.quadTo(0.606, 0.295, 0.622, 0.325);
        edge.quadTo(0.642, 0.365, 0.664, 0.398);
        edge.moveTo(0.639, 0.492);
        edge.quadTo(0.622, 0.503, 0.632, 0.528);
        edge.quadTo(0.634, 0.562, 0.596, 0.570);
        edge.moveTo(0.56, 0.742);
        edge.quadTo(0.70, 0.79, 0.80, 0.90);
        edge.quadTo(0.84, 0.96, 0.85, 1.05);
        return edge;
    }

    /** Someone small, on a rise before it all. */
    private void wanderer(Graphics2D pen, SplittableRandom random) {
        double x = view.width() * random.nextDouble(0.30, 0.42);
        double tall = random.nextDouble(230, 290);
        double foot = 945;
        var dark = Palette.mix(scene.palette().near(), Color.BLACK, 0.45);
        var hill = new Path2D.Double();
        hill.moveTo(-10, 1010);
        hill.quadTo(x * 0.5, foot + 10, x, foot - 4);
        hill.quadTo(x + view.width() * 0.35, foot + 8, view.width() + 10, 1010);
        hill.closePath();
        pen.setColor(dark);
        pen.fill(hill);
        var at = new AffineTransform(tall, 0, 0, tall, x, foot - tall);
        var body = new Path2D.Double();
        body.moveTo(-0.06, 0.20);
        body.quadTo(-0.16, 0.24, -0.17, 0.40);
        body.quadTo(-0.26, 0.66, -0.38, 0.80);
        body.quadTo(-0.22, 0.80, -0.13, 0.76);
        body.lineTo(-0.12, 1.0);
        body.lineTo(-0.03, 1.0);
        body.lineTo(0.0, 0.76);
        body.lineTo(0.05, 1.0);
        body.lineTo(0.14, 1.0);
        body.quadTo(0.14, 0.60, 0.15, 0.40);
        body.quadTo(0.15, 0.24, 0.06, 0.20);
        body.closePath();
        pen.setColor(Palette.mix(scene.cloth(), dark, 0.6));
        pen.fill(at.createTransformedShape(body));
        pen.setColor(dark);
        pen.fill(at.createTransformedShape(Sky.disc(0, 0.11, 0.085)));
        if (scene.japanese()) {
            var hat = new Path2D.Double();
            hat.moveTo(-0.21, 0.11);
            hat.lineTo(0, -0.03);
            hat.lineTo(0.21, 0.11);
            hat.closePath();
            pen.fill(at.createTransformedShape(hat));
            var blade = new Path2D.Double();
            blade.moveTo(0.13, 0.46);
            blade.quadTo(-0.15, 0.56, -0.46, 0.60);
            stroke(pen, at.createTransformedShape(blade), dark, 7);
        }
        var edge = new Path2D.Double();
        edge.moveTo(0.06, 0.205);
        edge.quadTo(0.15, 0.24, 0.15, 0.40);
        edge.quadTo(0.14, 0.60, 0.14, 0.98);
        rim(pen, at.createTransformedShape(edge), scene.palette().light(), 4);
    }

    /** Sits with its back to us and looks at the light. */
    private void animal(Graphics2D pen, SplittableRandom random, Color fur, boolean bushy) {
        double size = random.nextDouble(430, 500);
        double x = view.width() * random.nextDouble(0.26, 0.38);
        var at = new AffineTransform(size, 0, 0, size, x, 985 - size);
        var body = new Path2D.Double();
        body.moveTo(-0.13, 0.34);
        body.curveTo(-0.26, 0.52, -0.32, 0.86, -0.22, 1.02);
        body.lineTo(0.22, 1.02);
        body.curveTo(0.32, 0.86, 0.26, 0.52, 0.13, 0.34);
        body.closePath();
        var head = new Path2D.Double();
        head.moveTo(-0.175, 0.03);
        head.lineTo(-0.06, 0.115);
        head.quadTo(0, 0.10, 0.06, 0.115);
        head.lineTo(0.175, 0.03);
        head.quadTo(0.205, 0.16, 0.175, 0.27);
        head.curveTo(0.14, 0.41, -0.14, 0.41, -0.175, 0.27);
        head.quadTo(-0.205, 0.16, -0.175, 0.03);
        head.closePath();
        var tail = new Path2D.Double();
        tail.moveTo(-0.16, 0.95);
        tail.curveTo(-0.40, 1.02, -0.56, 0.88, -0.46, 0.62);
        var dark = Palette.mix(fur, scene.palette().near(), 0.4);
        var light = scene.palette().light();
        stroke(pen, at.createTransformedShape(tail), dark, size * (bushy ? 0.15 : 0.06));
        if (bushy) {
            pen.setColor(Palette.mix(light, dark, 0.25));
            pen.fill(at.createTransformedShape(Sky.disc(-0.46, 0.62, 0.07)));
        }
        pen.setPaint(
                new GradientPaint(
                        x(at, 0.25, 0.4),
                        y(at, 0.25, 0.4),
                        Palette.mix(dark, light, 0.28),
                        x(at, -0.1, 0.7),
                        y(at, -0.1, 0.7),
                        dark));
        pen.fill(at.createTransformedShape(body));
        pen.fill(at.createTransformedShape(head));
        var edge = new Path2D.Double();
        edge.moveTo(0.06, 0.115);
        edge.lineTo(0.175, 0.03);
        edge.quadTo(0.205, 0.16, 0.175, 0.27);
        edge.quadTo(0.16, 0.33, 0.14, 0.355);
        edge.curveTo(0.26, 0.52, 0.32, 0.86, 0.22, 1.02);
        rim(pen, at.createTransformedShape(edge), light, size * 0.009);
    }

    private static void rim(Graphics2D pen, Shape edge, Color light, double width) {
        stroke(pen, edge, Palette.alpha(light, 0.25), width * 3);
        stroke(pen, edge, Palette.alpha(light, 0.9), width);
    }

    private static void stroke(Graphics2D pen, Shape shape, Color color, double width) {
        pen.setColor(color);
        pen.setStroke(
                new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(shape);
    }

    private static float x(AffineTransform at, double x, double y) {
        return (float) (at.getScaleX() * x + at.getShearX() * y + at.getTranslateX());
    }

    private static float y(AffineTransform at, double x, double y) {
        return (float) (at.getShearY() * x + at.getScaleY() * y + at.getTranslateY());
    }
}
