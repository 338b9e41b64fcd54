package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pictures of one batch: painted once, seen through noise until the steps are done. */
final class Canvas {
    private final Plan plan;
    private final int first;
    private final List<BufferedImage> initial;
    private @Nullable List<BufferedImage> painted;

    Canvas(Plan plan, int first, List<BufferedImage> initial) {
        this.plan = plan;
        this.first = first;
        this.initial = initial;
    }

    /** The first picture of the batch as it looks after so many steps, as a PNG. */
    byte[] preview(int steps) {
        var done = (double) steps / plan.recipe().steps();
        var picture = painted().getFirst();
        return Png.write(Noise.over(picture, done, plan.seed(first)), "preview", "");
    }

    List<BufferedImage> decode(double done, boolean upscaled) {
        var decoded = new ArrayList<BufferedImage>();
        for (int i = 0; i < painted().size(); i++) {
            var picture = painted().get(i);
            if (upscaled) {
                picture = paint(i, plan.finalWidth(), plan.finalHeight());
            }
            decoded.add(done >= 1 ? picture : Noise.over(picture, done, plan.seed(first + i)));
        }
        return decoded;
    }

    private synchronized List<BufferedImage> painted() {
        var known = painted;
        if (known == null) {
            known = new ArrayList<>();
            for (int i = 0; i < plan.recipe().batchSize(); i++) {
                known.add(paint(i, plan.width(), plan.height()));
            }
            painted = known;
        }
        return known;
    }

    private BufferedImage paint(int index, int width, int height) {
        var picture = Painter.paint(Scene.of(plan, first + index), width, height);
        if (initial.isEmpty()) {
            return picture;
        }
        var start = initial.get(Math.min(first + index, initial.size() - 1));
        return Noise.blend(start, picture, plan.recipe().denoisingStrength());
    }
}
