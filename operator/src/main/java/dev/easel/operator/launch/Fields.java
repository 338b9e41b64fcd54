package dev.easel.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what was sent with what was stored: an API server that does not know a field, or has it
 * switched off, drops it without a word.
 */
final class Fields {
    private Fields() {}

    /** The paths in {@code sent} that {@code stored} lacks; changed values are its right. */
    static List<String> dropped(Job sent, Job stored) {
        var json = Serialization.jsonMapper();
        var missing = new ArrayList<String>();
        compare(
                "spec",
                json.valueToTree(sent.getSpec()),
                json.valueToTree(stored.getSpec()),
                missing);
        return missing;
    }

    private static void compare(String path, JsonNode sent, JsonNode stored, List<String> missing) {
        if (sent.isObject()) {
            sent.properties()
                    .forEach(e -> {
                        var there = stored.get(e.getKey());
                        var deeper = path + "." + e.getKey();
                        if (there == null) {
                            missing.add(deeper);
                        } else {
                            compare(deeper, e.getValue(), there, missing);
                        }
                    });
        } else if (sent.isArray() && stored.isArray()) {
            for (var i = 0; i < sent.size(); i++) {
                var deeper = path + "[" + i + "]";
                if (i >= stored.size()) {
                    missing.add(deeper);
                } else {
                    compare(deeper, sent.get(i), stored.get(i), missing);
                }
            }
        }
    }
}
