package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Holds every exchange against {@link OpenApi}, one after the other on a thread of its own: reading
 * the description takes seconds, and a bot has three of them for its first answer.
 */
final class Checks implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("discord-checks").factory());

    // Both belong to the thread.
    private final List<String> violations = new ArrayList<>();
    private @Nullable OpenApi openApi;

    void add(Routes.Route route, JsonNode request, Answer answer) {
        thread.execute(() -> {
            var description = description();
            violations.addAll(description.checkRequest(route, request));
            violations.addAll(description.checkAnswer(route, answer));
        });
    }

    private OpenApi description() {
        var read = openApi;
        if (read == null) {
            read = new OpenApi();
            openApi = read;
        }
        return read;
    }

    /** What did not fit so far, once everything received has been checked. */
    List<String> violations() {
        try {
            return thread.submit(() -> List.copyOf(violations)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the checks failed", e.getCause());
        }
    }

    void clear() {
        thread.execute(violations::clear);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
