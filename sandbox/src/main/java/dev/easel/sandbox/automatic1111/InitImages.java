package dev.easel.sandbox.automatic1111;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** The start images of img2img. */
final class InitImages {
    private InitImages() {}

    static List<BufferedImage> decode(List<String> encoded) {
        var images = new ArrayList<BufferedImage>();
        for (var text : encoded) {
            images.add(decode(text));
        }
        return List.copyOf(images);
    }

    private static BufferedImage decode(String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            // The original fetches what is not local; this one has no business on the network.
            throw PythonFailure.http(500, "Requests not allowed");
        }
        var base64 = text.startsWith("data:image/") ? text.substring(text.indexOf(',') + 1) : text;
        try {
            var image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
            if (image != null) {
                return image;
            }
        } catch (IOException | IllegalArgumentException _) {
            // Answered below, as any text that is no image.
        }
        throw PythonFailure.http(500, "Invalid encoded image");
    }
}
