package dev.easel.protocol.work;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything a generator needs for one attempt.
 *
 * @param claim goes with every later call
 * @param action a word of the resource's {@code spec.action}
 * @param instruction absent only where the action or a given prompt needs none
 * @param previous the generation to start from, for all actions but Generate
 * @param loras what the catalogue knows of the installed LoRAs that may matter here, at most 100;
 *     those that the parameters name are among them
 */
public record WorkOrder(
        UUID requestId,
        int attempt,
        long slotToken,
        UUID claim,
        String action,
        @Nullable String instruction,
        @Nullable String locale,
        boolean research,
        ResolvedParameters parameters,
        @Nullable Previous previous,
        List<LoraEntry> loras,
        Backend backend,
        Limits limits) {
    public WorkOrder {
        loras = loras == null ? List.of() : List.copyOf(loras);
    }

    /** The same, but for the words of the instruction. */
    public WorkOrder withInstruction(@Nullable String words) {
        return new WorkOrder(
                requestId,
                attempt,
                slotToken,
                claim,
                action,
                words,
                locale,
                research,
                parameters,
                previous,
                loras,
                backend,
                limits);
    }

    /**
     * The pool's back end.
     *
     * @param sharedMemory language model and renderer share one GPU, so the model is unloaded first
     */
    public record Backend(
            String name,
            URI automatic1111Url,
            URI ollamaUrl,
            String ollamaModel,
            boolean sharedMemory) {}

    /** Whole seconds, each counted from the claim or from the start of its phase. */
    public record Limits(
            int runSecondsMax, int composeSecondsMax, int renderSecondsMax, int readySecondsMax) {}
}
