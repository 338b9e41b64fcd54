package dev.easel.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    @Test
    void answersHealthByItsChecksAndServesMeters() throws IOException, InterruptedException {
        var database = new AtomicBoolean(true);
        var meters = OpsServer.meters();
        meters.counter("easel.test.calls").increment();
        try (var ops = OpsServer.start(0, meters, Map.of(), Map.of("database", database::get))) {
            assertThat(get(ops, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(ops, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(ops, "/metrics").body())
                    .contains("easel_test_calls_total 1.0")
                    .contains("jvm_memory_used_bytes");

            database.set(false);
            var failing = get(ops, "/health/ready");
            assertThat(failing.statusCode()).isEqualTo(503);
            assertThat(failing.body()).contains("database");
            assertThat(get(ops, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(OpsServer ops, String path)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + ops.port() + path);
            return client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
