package dev.easel.sandbox.ollama;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in memory, and until when. Thread-safe. */
final class LoadedModels {
    /** So far away that nobody sees it: the original keeps such models "forever". */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Clock clock;
    private final List<Loaded> loaded = new ArrayList<>();

    LoadedModels(Clock clock) {
        this.clock = clock;
    }

    record Loaded(OllamaModel model, int contextLength, long gpuBytes, Instant expiresAt) {}

    synchronized List<Loaded> now() {
        loaded.removeIf(l -> !l.expiresAt().isAfter(clock.instant()));
        return List.copyOf(loaded);
    }

    synchronized Optional<Loaded> find(OllamaModel model) {
        return now().stream().filter(l -> l.model().equals(model)).findFirst();
    }

    /** Another context length is another runner, so the model is loaded again. */
    synchronized boolean needsLoad(OllamaModel model, int contextLength) {
        return find(model).filter(l -> l.contextLength() == contextLength).isEmpty();
    }

    synchronized void keep(
            OllamaModel model, int contextLength, Duration keepAlive, boolean partly) {
        var known = find(model).filter(l -> l.contextLength() == contextLength);
        var gpuBytes =
                partly ? model.bytes() / 2 : known.map(Loaded::gpuBytes).orElse(model.bytes());
        loaded.removeIf(l -> l.model().equals(model));
        var span = keepAlive.isNegative() ? FOREVER : keepAlive;
        loaded.add(new Loaded(model, contextLength, gpuBytes, clock.instant().plus(span)));
    }

    synchronized long gpuBytes() {
        return now().stream().mapToLong(Loaded::gpuBytes).sum();
    }
}
