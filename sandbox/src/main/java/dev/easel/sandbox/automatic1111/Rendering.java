package dev.easel.sandbox.automatic1111;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes files of the pictures of a plan, or what its faults make of them. */
final class Rendering {
    private final Plan plan;
    private final Options options;

    Rendering(Plan plan, Options options) {
        this.plan = plan;
        this.options = options;
    }

    Rendered finish(List<BufferedImage> pictures, String timestamp) {
        var kept = pictures;
        for (var fault : plan.faults()) {
            kept =
                    switch (fault) {
                        case RenderFault.FewerImages(int images) ->
                                kept.subList(0, Math.min(images, kept.size()));
                        case RenderFault.HalfSize() -> kept.stream().map(Rendering::half).toList();
                        case RenderFault.BlackImage() ->
                                kept.stream().map(Rendering::black).toList();
                        case RenderFault.Noise() -> kept.stream().map(Rendering::noise).toList();
                        case RenderFault _ -> kept;
                    };
        }
        var asked = kept.size();
        if (plan.fault(RenderFault.ExtraImages.class).isPresent()) {
            var more = new ArrayList<>(kept);
            for (int i = plan.fault(RenderFault.ExtraImages.class).get().images(); i > 0; i--) {
                more.add(half(kept.getFirst()));
            }
            kept = more;
        }
        var jpeg =
                plan.fault(RenderFault.Jpeg.class).isPresent() || options.format().startsWith("jp");
        var files = new ArrayList<byte[]>();
        var grid = plan.recipe().saveImages() && kept.size() > 1;
        if (grid) {
            files.add(file(grid(kept), 0, jpeg));
        }
        for (int i = 0; i < kept.size(); i++) {
            files.add(file(kept.get(i), i, jpeg));
        }
        return new Rendered(plan, List.copyOf(files), asked, grid, timestamp);
    }

    private byte[] file(BufferedImage picture, int index, boolean jpeg) {
        if (jpeg) {
            return Png.jpeg(picture);
        }
        if (plan.fault(RenderFault.Webp.class).isPresent() || options.format().equals("webp")) {
            return Png.webp();
        }
        return plan.fault(RenderFault.NoInfotext.class).isPresent()
                ? Png.write(picture, Map.of())
                : Png.write(picture, "parameters", plan.infotext(index));
    }

    /** The enlarged picture, or what the faults make of it. */
    byte[] file(Extras extras) {
        var picture = extras.enlarged();
        for (var fault : plan.faults()) {
            picture =
                    switch (fault) {
                        case RenderFault.HalfSize() -> half(picture);
                        case RenderFault.BlackImage() -> black(picture);
                        case RenderFault _ -> picture;
                    };
        }
        return plan.fault(RenderFault.Jpeg.class).isPresent()
                ? Png.jpeg(picture)
                : Png.write(picture, extras.allTexts());
    }

    private static BufferedImage half(BufferedImage picture) {
        return scaled(picture, picture.getWidth() / 2, picture.getHeight() / 2);
    }

    static BufferedImage scaled(BufferedImage picture, int width, int height) {
        var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = out.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(picture, 0, 0, width, height, null);
        pen.dispose();
        return out;
    }

    private static BufferedImage noise(BufferedImage picture) {
        var random = new SplittableRandom(picture.getRGB(0, 0));
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return picture;
    }

    private static BufferedImage black(BufferedImage picture) {
        return new BufferedImage(
                picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    }

    private static BufferedImage grid(List<BufferedImage> pictures) {
        int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
        int rows = (pictures.size() + columns - 1) / columns;
        int width = pictures.getFirst().getWidth();
        int height = pictures.getFirst().getHeight();
        var out = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        var pen = out.createGraphics();
        pen.setColor(Color.BLACK);
        for (int i = 0; i < pictures.size(); i++) {
            pen.drawImage(pictures.get(i), i % columns * width, i / columns * height, null);
        }
        pen.dispose();
        return out;
    }
}
