package dev.easel.bench.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.bench.Measurement;
import dev.easel.bench.Thresholds;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Measures api: its streams, then its calls beside a bare handler of the same server. Prints a
 * table, writes the report, and ends with 1 if a threshold is passed. Clients and server share this
 * process and its processors, so the numbers are comparable with one another and low.
 */
public final class ApiBenchMain {
    private static final int LISTENERS = 1_000;
    private static final int LISTENERS_OF_A_KEY = 250;
    private static final int CHANGES = 50;
    private static final Duration CHANGE_MAX = Duration.ofSeconds(10);
    private static final Duration LOAD_MAX = Duration.ofSeconds(15);
    private static final int WARM_UP_CALLS = 500;

    private ApiBenchMain() {}

    /**
     * @param args where to write the report
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: ApiBenchMain REPORT");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0])));
    }

    private static int run(Path report) throws Exception {
        var load = ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(
                "%d processors, load %.1f%n",
                load.getAvailableProcessors(), load.getSystemLoadAverage());
        var measured = new ArrayList<Measurement>();
        try (var api = BenchedApi.start()) {
            var request = api.settledRequest();
            measured.addAll(streams(api, request));
            measured.addAll(bare());
            measured.addAll(calls(api, request));
        }
        Measurement.print(measured);
        Files.createDirectories(report.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), measured);
        var violations = Thresholds.ofProject("thresholds-api.json").violations(measured);
        violations.forEach(System.out::println);
        return violations.isEmpty() ? 0 : 1;
    }

    private static List<Measurement> streams(BenchedApi api, UUID request)
            throws IOException, TimeoutException, SQLException {
        try (var listeners = new Listeners()) {
            // What the first stream loads and compiles is nobody's share.
            listeners.open(1, api.port(), api.key());
            var before = heapBytes();
            for (int opened = 0; opened < LISTENERS; opened += LISTENERS_OF_A_KEY) {
                listeners.open(LISTENERS_OF_A_KEY, api.port(), api.newKey());
            }
            var each = (heapBytes() - before) / 1024.0 / LISTENERS;
            var delays = delays(api, request, listeners);
            return List.of(
                    new Measurement("listenerHeapKibibytes", List.of(each)),
                    new Measurement("eventDelayMillis", delays),
                    new Measurement("eventDelayP99Millis", List.of(quantile(delays, 0.99))));
        }
    }

    /** From before each commit to the arrival at each listener. */
    private static List<Double> delays(BenchedApi api, UUID request, Listeners listeners)
            throws IOException, TimeoutException, SQLException {
        var delays = new ArrayList<Double>();
        try (var connection = api.database().connect();
                var change =
                        connection.prepareStatement(
                                "UPDATE generation_request SET message = ? WHERE request_uid = ?");
                var number =
                        connection.prepareStatement(
                                "SELECT number FROM request_change WHERE request_uid = ?")) {
            for (int i = -5; i < CHANGES; i++) {
                change.setString(1, "change " + i);
                change.setObject(2, request);
                var start = System.nanoTime();
                change.executeUpdate();
                number.setObject(1, request);
                try (var row = number.executeQuery()) {
                    row.next();
                    listeners.await(row.getLong(1), CHANGE_MAX);
                }
                if (i >= 0) { // The first few only warm up.
                    delays.addAll(listeners.millisSince(start));
                }
            }
        }
        return delays;
    }

    private static List<Measurement> bare() throws InterruptedException, ExecutionException {
        var body = "{\"request_id\": \"7f2c1f80-0000-4000-8000-000000000001\"}";
        var server =
                WebServer.builder()
                        .port(0)
                        .shutdownHook(false)
                        .routing(routing ->
                                routing.get("/bare", (_, response) -> response.send(body)))
                        .build()
                        .start();
        try {
            var call =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.port() + "/bare"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
            Load.run("warmUp", WARM_UP_CALLS, LOAD_MAX, 200, _ -> call);
            return withP99(Load.run("bareGet", 10_000, LOAD_MAX, 200, _ -> call), "bareGet");
        } finally {
            server.stop();
        }
    }

    private static List<Measurement> calls(BenchedApi api, UUID request)
            throws InterruptedException, ExecutionException {
        var get = api.request("/api/v1/requests/" + request).GET().build();
        Load.run("warmUp", WARM_UP_CALLS, LOAD_MAX, 200, _ -> get);
        var measured = new ArrayList<Measurement>();
        measured.addAll(
                withP99(Load.run("getRequest", 5_000, LOAD_MAX, 200, _ -> get), "getRequest"));
        Load.run("warmUp", WARM_UP_CALLS / 10, LOAD_MAX, 202, _ -> api.generate());
        measured.addAll(
                withP99(
                        Load.run("postGenerate", 1_000, LOAD_MAX, 202, _ -> api.generate()),
                        "postGenerate"));
        return measured;
    }

    private static List<Measurement> withP99(List<Measurement> measured, String name) {
        var all = new ArrayList<>(measured);
        all.add(
                new Measurement(
                        name + "P99Millis", List.of(quantile(measured.getFirst().values(), 0.99))));
        return all;
    }

    private static double quantile(List<Double> values, double rank) {
        return new Measurement("values", values).quantile(rank);
    }

    private static long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
