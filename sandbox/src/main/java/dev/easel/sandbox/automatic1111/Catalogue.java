package dev.easel.sandbox.automatic1111;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is installed. The first checkpoint is the one loaded at start. */
public record Catalogue(List<Checkpoint> checkpoints, List<Lora> loras) {
    public Catalogue {
        checkpoints = List.copyOf(checkpoints);
        loras = List.copyOf(loras);
        if (checkpoints.isEmpty()) {
            throw new IllegalArgumentException("there must be a checkpoint");
        }
    }

    /** A model file, known by its stem; its hash is made from its name. */
    public record Checkpoint(String name) {
        String fileName() {
            return name + ".safetensors";
        }

        String sha256() {
            return hex("checkpoint " + name);
        }

        String shortHash() {
            return sha256().substring(0, 10);
        }

        String title(boolean hashed) {
            return hashed ? fileName() + " [" + shortHash() + "]" : fileName();
        }

        boolean answersTo(String wanted, boolean hashed) {
            return wanted.equals(name)
                    || wanted.equals(fileName())
                    || (hashed && (wanted.equals(title(true)) || wanted.equals(shortHash())));
        }
    }

    /** A LoRA file, with the metadata strings of its header. */
    public record Lora(String name, String alias, Map<String, String> metadata) {
        public Lora {
            metadata = Map.copyOf(metadata);
        }

        String shortHash() {
            var known = metadata.get("sshs_model_hash");
            return (known == null ? hex("lora " + name) : known).substring(0, 12);
        }
    }

    public static Catalogue sample() {
        return new Catalogue(
                List.of(
                        new Checkpoint("v1-5-pruned-emaonly"),
                        new Checkpoint("sd_xl_base_1.0"),
                        new Checkpoint("standin-anime-v2")),
                List.of(
                        lora("anime-style", "sd_1.5", "anime style", "flat colors"),
                        lora("watercolor-wash", "sd_1.5", "watercolor", "paper texture"),
                        lora("neon-city", "sd_1.5", "neon city", "glowing signs"),
                        lora("ukiyo-e", "sd_1.5", "ukiyo-e", "woodblock print"),
                        lora("film-grain-xl", "sdxl_base_v1-0", "film grain", "35mm photo")));
    }

    private static Lora lora(String name, String base, String trigger, String second) {
        return new Lora(
                name,
                name.replace('-', '_'),
                Map.of(
                        "ss_output_name",
                        name.replace('-', '_'),
                        "ss_base_model_version",
                        base,
                        "ss_network_dim",
                        "16",
                        "ss_network_alpha",
                        "8",
                        "sshs_model_hash",
                        hex("lora " + name),
                        "ss_num_train_images",
                        "40",
                        "ss_tag_frequency",
                        "{\"10_train\": {\"%s\": 40, \"%s\": 22}}".formatted(trigger, second)));
    }

    /** Case-sensitive, by file stem or alias, as the original looks them up. */
    Optional<Lora> lora(String wanted) {
        var byName = loras.stream().filter(l -> l.name().equals(wanted)).findFirst();
        return byName.isPresent()
                ? byName
                : loras.stream().filter(l -> l.alias().equals(wanted)).findFirst();
    }

    static String hex(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
