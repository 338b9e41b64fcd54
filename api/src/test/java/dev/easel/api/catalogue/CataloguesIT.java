package dev.easel.api.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.easel.protocol.ModelFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CataloguesIT {
    private static final int LORAS = 2000;
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/sdapi/v1/sd-models", out -> out.write("[{\"model_name\":\"m\"}]".getBytes(UTF_8)));
        answer("/sdapi/v1/samplers", out -> out.write("[{\"name\":\"Euler a\"}]".getBytes(UTF_8)));
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    /** A list as long as thousands of files with all their metadata make it. */
    @Test
    void readsAListOfMoreThanAnyBodyThatFitsInMemory() {
        answer(
                "/sdapi/v1/loras",
                out -> {
                    out.write('[');
                    var padding = "x".repeat(40_000);
                    for (int i = 0; i < LORAS; i++) {
                        out.write(
                                ("%s{\"name\":\"l%d\",\"alias\":\"a%d\",\"path\":\"C:\\\\loras\\\\l%d.safetensors\","
                                                + "\"metadata\":{\"ss_base_model_version\":\"sdxl_base\","
                                                + "\"ss_tag_frequency\":{\"t\":{\"ink\":4}},\"p\":\"%s\"}}")
                                        .formatted(i == 0 ? "" : ",", i, i, i, padding)
                                        .getBytes(UTF_8));
                    }
                    out.write(']');
                });
        try (var catalogues = new Catalogues(Clock.systemUTC())) {
            var catalogue = catalogues.of(url()).orElseThrow();
            assertThat(catalogue.loras()).hasSize(LORAS);
            var last = catalogue.loras().get(LORAS - 1);
            assertThat(last.names()).containsExactly("l1999", "a1999");
            assertThat(last.file()).isEqualTo("l1999.safetensors");
            assertThat(last.family()).isEqualTo(ModelFamily.SDXL);
            // An older back end has no list of schedulers.
            assertThat(catalogue.schedulers()).isEmpty();
            assertThat(catalogues.latest(url())).contains(catalogue);
        }
    }

    @Test
    void givesUpOnAListThatNeverEnds() {
        answer(
                "/sdapi/v1/loras",
                out -> {
                    out.write('[');
                    out.flush();
                    over.await();
                });
        var limits = new ListReader.Limits(Duration.ofSeconds(3), Duration.ofMillis(200), 1 << 20);
        try (var catalogues = new Catalogues(Clock.systemUTC(), limits)) {
            assertThat(catalogues.of(url())).isEmpty();
            assertThat(catalogues.latest(url())).isEmpty();
        }
    }

    @Test
    void givesUpOnAListThatIsTooLongOrNone() {
        var limits = new ListReader.Limits(Duration.ofSeconds(3), Duration.ofSeconds(9), 10_000);
        answer("/sdapi/v1/loras", out -> out.write(" ".repeat(20_000).getBytes(UTF_8)));
        try (var catalogues = new Catalogues(Clock.systemUTC(), limits)) {
            assertThat(catalogues.of(url())).isEmpty();
        }
        server.removeContext("/sdapi/v1/loras");
        answer("/sdapi/v1/loras", out -> out.write("{\"detail\":\"no\"}".getBytes(UTF_8)));
        try (var catalogues = new Catalogues(Clock.systemUTC(), limits)) {
            assertThat(catalogues.of(url())).isEmpty();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(String path, Body body) {
        server.createContext(path, exchange -> respond(exchange, body));
    }

    private static void respond(HttpExchange exchange, Body body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            body.write(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
