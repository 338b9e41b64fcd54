package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** Conifers in four rows of growing size, with mist between them and shafts of light. */
final class Forest {
    private static final Color LEAVES = new Color(0x1F5A3C);

    private final Scene scene;
    private final View view;

    Forest(Scene scene, View view) {
        this.scene = scene;
        this.view = view;
    }

    void paint(Graphics2D pen, SplittableRandom random) {
        for (int row = 0; row < 4; row++) {
            double near = row / 3.0;
            double foot = view.horizon() - 60 + near * 250;
            var color = Palette.mix(scene.palette().land(near), LEAVES, 0.35 * (1 - near * 0.4));
            pen.setColor(color);
            pen.fill(
                    new Rectangle2D.Double(0, foot - 20, view.width(), Painter.HEIGHT - foot + 20));
            double x = -random.nextDouble(60);
            while (x < view.width() + 60) {
                tree(pen, random, x, foot, random.nextDouble(190, 330) * (0.7 + near * 1.3));
                x += random.nextDouble(34, 80) * (0.7 + near * 2.2);
            }
            mist(pen, foot, 0.5 * (1 - near));
            if (row == 1) {
                shafts(pen, random);
            }
        }
    }

    private void tree(Graphics2D pen, SplittableRandom random, double x, double foot, double tall) {
        var tree = new Path2D.Double();
        double lean = random.nextDouble(-8, 8);
        tree.moveTo(x + lean, foot - tall);
        int tiers = 7;
        for (int tier = 1; tier <= tiers; tier++) {
            double y = foot - tall + tall * 0.93 * tier / tiers;
            double half = tall * 0.19 * tier / tiers * random.nextDouble(0.8, 1.15);
            tree.lineTo(x + half, y);
            tree.lineTo(x + half * 0.45, y - tall * 0.018);
        }
        tree.lineTo(x + tall * 0.018, foot + 12);
        tree.lineTo(x - tall * 0.018, foot + 12);
        for (int tier = tiers; tier >= 1; tier--) {
            double y = foot - tall + tall * 0.93 * tier / tiers;
            double half = tall * 0.19 * tier / tiers * random.nextDouble(0.8, 1.15);
            tree.lineTo(x - half * 0.45, y - tall * 0.018);
            tree.lineTo(x - half, y);
        }
        tree.closePath();
        pen.fill(tree);
    }

    private void mist(Graphics2D pen, double foot, double strength) {
        var mist = Palette.mix(scene.palette().horizon(), scene.palette().light(), 0.3);
        pen.setPaint(
                new GradientPaint(
                        0,
                        (float) foot - 200,
                        Palette.alpha(mist, 0),
                        0,
                        (float) foot,
                        Palette.alpha(mist, strength)));
        pen.fill(new Rectangle2D.Double(0, foot - 200, view.width(), 200));
    }

    private void shafts(Graphics2D pen, SplittableRandom random) {
        for (int i = 0; i < 7; i++) {
            double spread = random.nextDouble(-0.9, 0.9);
            double wide = random.nextDouble(14, 46);
            var shaft = new Path2D.Double();
            shaft.moveTo(view.lightX(), view.lightY());
            double x = view.lightX() + spread * 900;
            shaft.lineTo(x - wide, 1000);
            shaft.lineTo(x + wide, 1000);
            shaft.closePath();
            pen.setPaint(
                    new GradientPaint(
                            0,
                            (float) view.lightY(),
                            Palette.alpha(scene.palette().light(), 0.22),
                            0,
                            950,
                            Palette.alpha(scene.palette().light(), 0)));
            pen.fill(shaft);
        }
    }
}
