package dev.easel.sandbox.ollama;

import java.util.List;

/** A model that is on disk. */
public record OllamaModel(
        String name,
        long bytes,
        String family,
        String parameterSize,
        String quantization,
        List<String> capabilities) {
    public OllamaModel {
        capabilities = List.copyOf(capabilities);
    }

    /** What Easel uses if nobody says otherwise. */
    public static OllamaModel gptOss() {
        return new OllamaModel(
                "huihui_ai/gpt-oss-abliterated:20b-v2-q4_K_M",
                13_780_000_000L,
                "gptoss",
                "20.9B",
                "Q4_K_M",
                List.of("completion", "tools", "thinking"));
    }

    /** A small one that does not think. */
    public static OllamaModel small() {
        return new OllamaModel(
                "llama3.2:3b",
                2_019_393_189L,
                "llama",
                "3.2B",
                "Q4_K_M",
                List.of("completion", "tools"));
    }

    boolean thinks() {
        return capabilities.contains("thinking");
    }

    boolean harmony() {
        return family.equals("gptoss") || family.equals("gpt-oss");
    }

    boolean answersTo(String wanted) {
        return wanted.equals(name) || (wanted + ":latest").equals(name);
    }
}
