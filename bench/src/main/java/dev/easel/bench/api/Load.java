package dev.easel.bench.api;

import dev.easel.bench.Measurement;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** So many clients, each of which sends its next call as soon as its last one is answered. */
final class Load {
    static final int CLIENTS = 50;

    private Load() {}

    /**
     * @param calls in all, unless the time is over first
     * @return the calls' durations in milliseconds, and how many were answered in a second
     */
    static List<Measurement> run(
            String name, int calls, Duration max, int expected, IntFunction<HttpRequest> call)
            throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        var deadline = System.nanoTime() + max.toNanos();
        var start = System.nanoTime();
        var millis = new ArrayList<Double>();
        try (var http = HttpClient.newHttpClient();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<List<Double>>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(
                        threads.submit(() -> {
                            var own = new ArrayList<Double>();
                            for (var n = next.getAndIncrement();
                                    n < calls && System.nanoTime() < deadline;
                                    n = next.getAndIncrement()) {
                                own.add(millis(http, call.apply(n), expected));
                            }
                            return own;
                        }));
            }
            for (var client : clients) {
                millis.addAll(client.get());
            }
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        return List.of(
                new Measurement(name + "Millis", millis),
                new Measurement(name + "PerSecond", List.of(millis.size() / seconds)));
    }

    private static double millis(HttpClient http, HttpRequest request, int expected)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        var millis = (System.nanoTime() - start) / 1e6;
        if (response.statusCode() != expected) {
            throw new IOException("answered " + response.statusCode() + ": " + response.body());
        }
        return millis;
    }
}
