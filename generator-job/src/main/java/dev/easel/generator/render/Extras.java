package dev.easel.generator.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.protocol.Derivation;

/** The body of an extra-single-image call, which enlarges one finished picture. */
final class Extras {
    private Extras() {}

    static ObjectNode body(Derivation derivation, byte[] source) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("image", source);
        body.put("resize_mode", 0);
        body.put("show_extras_results", true);
        body.put("upscaling_resize", derivation.scale());
        body.put("upscaler_1", derivation.upscaler());
        body.put("upscaler_2", "None").put("extras_upscaler_2_visibility", 0);
        body.put("gfpgan_visibility", 0).put("codeformer_visibility", 0);
        body.put("codeformer_weight", 0).put("upscale_first", false);
        return body;
    }
}
