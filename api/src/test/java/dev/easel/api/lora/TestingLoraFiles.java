package dev.easel.api.lora;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Writes safetensors files as trainers do, with made-up tensors. */
final class TestingLoraFiles {
    private TestingLoraFiles() {}

    static Path write(Path file, Map<String, String> metadata, int bytes, long seed)
            throws IOException {
        var tensors = new byte[bytes];
        new Random(seed).nextBytes(tensors);
        var header = new LinkedHashMap<String, Object>();
        header.put("__metadata__", metadata);
        for (int i = 0; i < 264; i++) {
            header.put(
                    "lora_unet_down_blocks_" + i + "_attentions_0_proj_in.lora_down.weight",
                    Map.of(
                            "dtype",
                            "F16",
                            "shape",
                            new int[] {16, 320},
                            "data_offsets",
                            new int[] {0, 8}));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(header, tensors));
        return file;
    }

    private static byte[] bytes(Map<String, Object> header, byte[] tensors)
            throws JsonProcessingException {
        var json = Json.mapper().writeValueAsString(header).getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length + tensors.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(tensors)
                .array();
    }

    static Map<String, String> kohya(String name) {
        return Map.of(
                "ss_output_name",
                name.replace('-', '_'),
                "ss_base_model_version",
                "sd_1.5",
                "ss_network_dim",
                "16",
                "ss_tag_frequency",
                "{\"10_train\": {\"" + name + "\": 40, \"tree\": 12}}");
    }
}
