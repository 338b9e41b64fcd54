package dev.easel.generator.render;

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as {@code /sdapi/v1/sd-models} lists it.
 *
 * @param name the one to send: a title stops working when the peer loses its hash cache
 * @param hash ten hex digits, absent until the peer first hashed the file
 */
public record Checkpoint(String name, String title, String stem, @Nullable String hash) {

    boolean answersTo(String wanted) {
        var bare = withoutHash(wanted);
        return wanted.equals(name)
                || wanted.equals(title)
                || wanted.equals(stem)
                || bare.equals(withoutHash(title))
                || bare.equals(name)
                || withoutExtension(bare).equals(name)
                || withoutExtension(bare).equals(stem);
    }

    /** What {@code info.sd_model_name} and {@code info.sd_model_hash} say of this checkpoint. */
    boolean rendered(String infoName, String infoHash) {
        // stable-diffusion.cpp names the file, the others its stem.
        return infoName.equals(name)
                || infoName.equals(stem)
                || withoutExtension(infoName).equals(name)
                || withoutExtension(infoName).equals(stem)
                || (hash != null && !infoHash.isEmpty() && infoHash.startsWith(hash));
    }

    static String withoutHash(String title) {
        var bracket = title.lastIndexOf(" [");
        return bracket > 0 && title.endsWith("]") ? title.substring(0, bracket) : title;
    }

    static String withoutExtension(String file) {
        return file.replaceFirst("\\.(safetensors|ckpt|pt|gguf|sft)$", "");
    }
}
