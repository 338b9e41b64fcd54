package dev.easel.api.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.BackendReport.LanguageModel;
import dev.easel.protocol.client.BackendReport.Renderer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** Asks one back end now, whatever is remembered of it. */
final class BackendProbe {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
    private static final int TAGS_BYTES_MAX = 4 * 1024 * 1024;

    private final HttpClient http;
    private final ListReader reader;

    BackendProbe(HttpClient http) {
        this.http = http;
        this.reader =
                new ListReader(
                        http, new ListReader.Limits(ANSWER_MAX, ANSWER_MAX, 512L * 1024 * 1024));
    }

    Renderer renderer(String url) {
        var start = System.nanoTime();
        List<Callable<Integer>> lists =
                List.of(
                        () -> count(url, "/sdapi/v1/sd-models"),
                        () -> count(url, "/sdapi/v1/samplers"),
                        () -> count(url, "/sdapi/v1/loras"));
        var counts = all(lists);
        try {
            return new Renderer(
                    true,
                    null,
                    counts.get(0).get(),
                    counts.get(1).get(),
                    counts.get(2).get(),
                    millisSince(start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(Reason.RENDERER_UNAVAILABLE, start);
        } catch (CancellationException e) {
            return unreachable(Reason.RENDERER_UNAVAILABLE, start);
        } catch (ExecutionException e) {
            var denied = e.getCause() instanceof ListReader.Refused refused && refused.isDenied();
            return unreachable(
                    denied ? Reason.RENDERER_ACCESS_DENIED : Reason.RENDERER_UNAVAILABLE, start);
        }
    }

    private static Renderer unreachable(Reason why, long start) {
        return new Renderer(false, why.word(), 0, 0, 0, millisSince(start));
    }

    private int count(String url, String path) throws IOException, InterruptedException {
        var count = new AtomicInteger();
        reader.each(url, path, _ -> count.incrementAndGet());
        return count.get();
    }

    LanguageModel languageModel(String url, String model) {
        var start = System.nanoTime();
        Callable<JsonNode> asked = () -> tags(url);
        var tags = all(List.of(asked)).getFirst();
        try {
            var installed =
                    StreamSupport.stream(tags.get().path("models").spliterator(), false)
                            .anyMatch(entry ->
                                    isCalled(entry.path("name").asText(), model)
                                            || isCalled(entry.path("model").asText(), model));
            return new LanguageModel(
                    true,
                    installed ? null : Reason.LANGUAGE_MODEL_NOT_FOUND.word(),
                    model,
                    installed,
                    millisSince(start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException | ExecutionException e) {
            // falls through to the one answer
        }
        return new LanguageModel(
                false, Reason.MODEL_UNAVAILABLE.word(), model, false, millisSince(start));
    }

    /** Ollama takes a name without a tag for its latest. */
    static boolean isCalled(String listed, String wanted) {
        return listed.equals(wanted)
                || (!wanted.contains(":") && listed.equals(wanted + ":latest"));
    }

    private JsonNode tags(String url) throws IOException, InterruptedException {
        var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        var response =
                http.send(
                        HttpRequest.newBuilder(URI.create(base + "/api/tags"))
                                .timeout(ANSWER_MAX)
                                .build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), TAGS_BYTES_MAX));
        if (response.statusCode() != 200) {
            throw new IOException("/api/tags answered " + response.statusCode());
        }
        return Json.mapper().readTree(response.body());
    }

    private static <T> List<Future<T>> all(List<Callable<T>> calls) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(calls, ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
