package dev.easel.generator.render;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Names one render call for the back end. It can be guessed by the next attempt, which so finds
 * what a killed generator left running.
 */
public record RenderId(UUID requestId, int attempt) {
    private static final int TRIES_MAX = 4;

    String call(int tries) {
        return "easel-" + requestId + "-" + attempt + "-" + tries;
    }

    List<String> leftOver() {
        if (attempt <= 1) {
            return List.of();
        }
        var before = new RenderId(requestId, attempt - 1);
        return IntStream.rangeClosed(1, TRIES_MAX).mapToObj(before::call).toList();
    }
}
