package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Derivation;
import dev.easel.protocol.Settings;

/** The body of an img2img call: the same fields, and the picture that is drawn over. */
final class Img2Img {
    private Img2Img() {}

    static ObjectNode body(
            Settings settings,
            Derivation derivation,
            byte[] source,
            Catalogue catalogue,
            String renderId) {
        var body = Txt2Img.drawn(settings, catalogue, renderId);
        // Written as base64 while it is sent: a text of it would take twice its size again.
        body.putArray("init_images").add(source);
        body.put("denoising_strength", derivation.denoisingStrength());
        body.put("resize_mode", 0);
        body.put("include_init_images", false);
        return body;
    }
}
