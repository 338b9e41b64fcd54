package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The LoRA files that the stand-in's list speaks of: real safetensors files with small made-up
 * tensors, a trainer's metadata and, beside each, what its owner noted. Written anew they are the
 * same byte for byte.
 */
public final class LoraFiles {
    private static final int RANK = 4;
    private static final int WIDTH = 320;
    private static final int BLOCKS = 8;

    private static final Map<String, Note> NOTES =
            Map.of(
                    "anime-style",
                    new Note("アニメ風。太い線と平らな色。Flat anime colours.", "anime style", 0.8),
                    "watercolor-wash",
                    new Note("水彩画。にじみと紙の質感。Watercolour with paper texture.", "watercolor", 0.7),
                    "neon-city",
                    new Note("夜の街、ネオン、サイバーパンク。Neon-lit cyberpunk streets.", "neon city", 0.75),
                    "ukiyo-e",
                    new Note("浮世絵、木版画、和風。Japanese woodblock prints.", "ukiyo-e", 0.9),
                    "film-grain-xl",
                    new Note("フィルム写真の粒子。35mm film grain, for SDXL.", "film grain", 0.6));

    /** What the owner of a file keeps beside it. */
    private record Note(String description, String activationText, double weight) {}

    private LoraFiles() {}

    /** Leaves alone what is there already as it should be, so that nobody has to read it again. */
    public static void write(Path directory, Catalogue catalogue) throws IOException {
        var mapper = new ObjectMapper();
        Files.createDirectories(directory);
        for (var lora : catalogue.loras()) {
            put(directory.resolve(lora.name() + ".safetensors"), file(mapper, lora));
            var note = NOTES.get(lora.name());
            if (note != null) {
                put(directory.resolve(lora.name() + ".json"), sidecar(mapper, note));
            }
        }
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Files.write(file, bytes);
        }
    }

    private static byte[] file(ObjectMapper mapper, Catalogue.Lora lora) throws IOException {
        var header = new LinkedHashMap<String, Object>();
        header.put("__metadata__", metadata(lora));
        var tensorBytes = RANK * WIDTH * 2;
        for (int i = 0; i < BLOCKS; i++) {
            header.put(
                    "lora_unet_down_blocks_" + i + "_attentions_0_proj_in.lora_down.weight",
                    Map.of(
                            "dtype",
                            "F16",
                            "shape",
                            new int[] {RANK, WIDTH},
                            "data_offsets",
                            new int[] {i * tensorBytes, (i + 1) * tensorBytes}));
        }
        var json = mapper.writeValueAsString(sorted(header)).getBytes(StandardCharsets.UTF_8);
        var tensors = new byte[BLOCKS * tensorBytes];
        new Random(lora.name().hashCode()).nextBytes(tensors);
        return ByteBuffer.allocate(Long.BYTES + json.length + tensors.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(tensors)
                .array();
    }

    private static Map<String, String> metadata(Catalogue.Lora lora) {
        var metadata = new TreeMap<>(lora.metadata());
        var xl = lora.metadata().getOrDefault("ss_base_model_version", "").startsWith("sdxl");
        metadata.put("modelspec.sai_model_spec", "1.0.0");
        metadata.put(
                "modelspec.architecture",
                xl ? "stable-diffusion-xl-v1-base/lora" : "stable-diffusion-v1/lora");
        metadata.put("modelspec.title", lora.name().replace('-', ' '));
        return metadata;
    }

    private static byte[] sidecar(ObjectMapper mapper, Note note) throws IOException {
        var json = new LinkedHashMap<String, Object>();
        json.put("description", note.description());
        json.put("activation text", note.activationText());
        json.put("preferred weight", note.weight());
        return mapper.writeValueAsBytes(json);
    }

    /** Maps made on the spot have another order each time. */
    private static Map<String, Object> sorted(Map<String, Object> header) {
        var sorted = new LinkedHashMap<String, Object>();
        header.forEach((name, value) ->
                sorted.put(name, value instanceof Map<?, ?> map ? new TreeMap<>(map) : value));
        return sorted;
    }
}
