package dev.easel.service;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Health and metrics on a port of their own, without authentication: {@code /health/live}, {@code
 * /health/ready}, {@code /metrics}. A failing check answers 503 and its name.
 */
public final class OpsServer implements AutoCloseable {
    private final WebServer server;

    private OpsServer(WebServer server) {
        this.server = server;
    }

    /**
     * @param port 0 for a free one
     * @param live checks whose failure means that a restart helps
     * @param ready checks whose failure means that callers should go elsewhere
     */
    public static OpsServer start(
            int port,
            PrometheusMeterRegistry meters,
            Map<String, BooleanSupplier> live,
            Map<String, BooleanSupplier> ready) {
        var server =
                WebServer.builder()
                        .port(port)
                        .shutdownHook(false)
                        .routing(r -> routing(r, meters, live, ready))
                        .build()
                        .start();
        return new OpsServer(server);
    }

    /** A registry with the JVM's own meters in it. */
    public static PrometheusMeterRegistry meters() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        // Lives as long as the process: closing it would only detach its GC listeners.
        @SuppressWarnings("resource")
        var gc = new JvmGcMetrics();
        gc.bindTo(meters);
        return meters;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void routing(
            HttpRouting.Builder routing,
            PrometheusMeterRegistry meters,
            Map<String, BooleanSupplier> live,
            Map<String, BooleanSupplier> ready) {
        routing.get("/health/live", (req, res) -> answer(res, live));
        routing.get("/health/ready", (req, res) -> answer(res, ready));
        routing.get(
                "/metrics",
                (req, res) -> {
                    res.header(
                            HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
                    res.send(meters.scrape());
                });
    }

    private static void answer(ServerResponse response, Map<String, BooleanSupplier> checks) {
        var failing = new TreeMap<String, String>();
        checks.forEach((name, check) -> {
            if (!check.getAsBoolean()) {
                failing.put(name, "failing");
            }
        });
        response.status(failing.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(
                failing.isEmpty()
                        ? "ok\n"
                        : "failing: " + String.join(", ", failing.keySet()) + "\n");
    }
}
