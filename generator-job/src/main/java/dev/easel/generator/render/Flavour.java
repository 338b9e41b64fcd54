package dev.easel.generator.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Which program answers behind the AUTOMATIC1111 API; they differ where nobody expects it. */
public enum Flavour {
    A1111("AUTOMATIC1111"),
    FORGE("Forge"),
    SD_NEXT("SD.Next"),
    /** stable-diffusion.cpp and koboldcpp: no progress, no interrupt, one model. */
    SD_CPP("stable-diffusion.cpp");

    private static final String FIXED_HASH = "8888888888";

    private final String label;

    Flavour(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    static Flavour of(JsonNode options, List<Checkpoint> checkpoints, boolean tellsVersion) {
        for (var names = options.fieldNames(); names.hasNext(); ) {
            if (names.next().startsWith("forge_")) {
                return FORGE;
            }
        }
        if (!checkpoints.isEmpty() && FIXED_HASH.equals(checkpoints.getFirst().hash())) {
            return SD_CPP;
        }
        return tellsVersion ? SD_NEXT : A1111;
    }

    boolean interrupts() {
        return this != SD_CPP;
    }

    /** So many calls a minute, and no more. */
    boolean countsCalls() {
        return this == SD_NEXT;
    }

    /** After an error its progress stays as it stood. */
    boolean forgetsToBeIdle() {
        return this == SD_NEXT;
    }

    /** Whether it enlarges finished images. */
    boolean enlarges() {
        return this != SD_CPP;
    }

    /** Elsewhere {@code <lora:name:weight>} in the prompt is plain text. */
    boolean readsLoraTags() {
        return this != SD_CPP;
    }

    /** Whether {@code n_iter} counts; if not, all images are one batch. */
    boolean iterates() {
        return this != SD_CPP;
    }
}
