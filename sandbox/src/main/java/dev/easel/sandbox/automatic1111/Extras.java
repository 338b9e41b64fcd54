package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Enlarges one finished picture, the same for the same picture.
 *
 * @param texts what the file said of itself
 */
record Extras(BufferedImage source, Map<String, String> texts, double scale, String upscaler) {

    static Extras read(JsonNode body) {
        var encoded = body.path("image").asText("");
        var source = InitImages.decode(java.util.List.of(encoded)).getFirst();
        var file = Base64.getMimeDecoder().decode(encoded.substring(encoded.indexOf(',') + 1));
        var upscaler = body.path("upscaler_1").asText("None");
        if (!Upscalers.IMAGE.contains(upscaler)) {
            throw PythonFailure.raised(
                    "AssertionError", "could not find upscaler named " + upscaler);
        }
        return new Extras(
                source, Png.texts(file), body.path("upscaling_resize").asDouble(2), upscaler);
    }

    int width() {
        return upscaler.equals("None")
                ? source.getWidth()
                : (int) (source.getWidth() * scale) / 8 * 8;
    }

    int height() {
        return upscaler.equals("None")
                ? source.getHeight()
                : (int) (source.getHeight() * scale) / 8 * 8;
    }

    BufferedImage enlarged() {
        var out = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        var pen = out.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                upscaler.equals("Nearest")
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(source, 0, 0, width(), height(), null);
        pen.dispose();
        return out;
    }

    /** The source's own texts stay; what was done stands beside them. */
    Map<String, String> allTexts() {
        var all = new LinkedHashMap<>(texts);
        var number = scale == Math.rint(scale) ? Long.toString((long) scale) : "" + scale;
        var done = new LinkedHashMap<String, String>();
        done.put("Postprocess upscale by", number);
        done.put("Postprocess upscaler", upscaler);
        all.put("postprocessing", Infotext.line(done));
        return all;
    }
}
