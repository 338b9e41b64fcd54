package dev.easel.generator;

import dev.easel.generator.compose.OllamaMemory;
import dev.easel.generator.render.Renderer;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a GPU from the language model to the renderer: unloads, sees the model gone, and then the
 * room for the renderer, since the driver frees it later than Ollama says. Every wait is bounded
 * and none of them fails the request: whether there is room enough the render finds out.
 *
 * <p>The renderer's own checkpoint stays where it is. Moving it to main memory and back takes no
 * lock there, can hit a render of somebody else, and some flavours only pretend to move it back.
 */
final class HandOver implements Renderer.FreeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    /** Some of what a model held stays with its server. */
    private static final double SHARE_FREED = 0.8;

    private final OllamaMemory ollama;
    private final Renderer renderer;
    private final Pace pace;

    HandOver(OllamaMemory ollama, Renderer renderer, Pace pace) {
        this.ollama = ollama;
        this.renderer = renderer;
        this.pace = pace;
    }

    @Override
    public void free() throws InterruptedException {
        var started = System.nanoTime();
        try {
            var loaded = ollama.loaded();
            var bytes = loaded.stream().mapToLong(OllamaMemory.Loaded::gpuBytes).sum();
            if (loaded.isEmpty()) {
                return;
            }
            var before = renderer.freeGpuBytes();
            if (!ollama.unload(loaded)) {
                LOG.warn("the language model did not leave the GPU in time");
                return;
            }
            var room = room(before, bytes);
            LOG.atInfo()
                    .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                    .addKeyValue("unloadedBytes", bytes)
                    .addKeyValue("freeBytes", room.orElse(-1))
                    .log("the GPU is handed over");
        } catch (IOException e) {
            // A server that is gone holds no memory; a broken one is not worth the picture.
            LOG.atWarn().addKeyValue("why", e.toString()).log("cannot see what Ollama has loaded");
        }
    }

    /** What is free once it is enough, does not change any more, or has been waited for. */
    private OptionalLong room(OptionalLong before, long bytes) throws InterruptedException {
        if (before.isEmpty()) {
            return before;
        }
        var enough = before.getAsLong() + (long) (bytes * SHARE_FREED);
        var deadline = Deadline.in(pace.unloadMax().dividedBy(2));
        var now = renderer.freeGpuBytes();
        var still = Deadline.in(still());
        while (now.isPresent() && now.getAsLong() < enough && !deadline.passed()) {
            if (still.passed()) {
                LOG.atWarn()
                        .addKeyValue("freeBytes", now.getAsLong())
                        .addKeyValue("expectedBytes", enough)
                        .log("the GPU has less room than the language model took");
                return now;
            }
            deadline.sleep(pace.poll().dividedBy(4));
            var next = renderer.freeGpuBytes();
            if (!next.equals(now)) {
                still = Deadline.in(still());
            }
            now = next;
        }
        return now;
    }

    private Duration still() {
        return pace.unloadMax().dividedBy(6);
    }
}
