package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Checks both sides; what was refused as malformed need not be well-formed. */
    void add(Routes.Route route, Map<String, String> query, JsonNode request, Answer answer) {
        thread.execute(() -> {
            var description = description();
            if (!isRefusedForm(answer)) {
                violations.addAll(description.checkQuery(route, query.keySet()));
                violations.addAll(description.checkRequest(route, request));
            }
            violations.addAll(description.checkAnswer(route, answer));
        });
    }

    private static boolean isRefusedForm(Answer answer) {
        return answer.body() != null && answer.body().path("code").asInt() == 50035;
    }

    /** Notes what was seen to be wrong elsewhere. */
    void add(String violation) {
        thread.execute(() -> violations.add(violation));
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
