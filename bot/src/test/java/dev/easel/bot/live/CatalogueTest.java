package dev.easel.bot.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final String MODEL = "{\"name\":\"ink\",\"file\":null,\"family\":\"sdxl\"}";

    @TempDir private Path directory;

    private final Map<String, String> lists = new ConcurrentHashMap<>();
    private HttpServer server;
    private Api api;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var body = lists.get(exchange.getRequestURI().toString());
                    var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
                    try (exchange) {
                        exchange.sendResponseHeaders(
                                bytes == null ? 503 : 200, bytes == null ? -1 : bytes.length);
                        if (bytes != null) {
                            exchange.getResponseBody().write(bytes);
                        }
                    }
                });
        server.start();
        var token = Files.writeString(directory.resolve("token"), "t");
        api = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), token);
        catalogue = new Catalogue(api, "gpu a");
        lists.put("/api/v1/models?pool=gpu+a", "{\"models\":[" + MODEL + "],\"complete\":true}");
        lists.put(
                "/api/v1/samplers?pool=gpu+a",
                "{\"samplers\":[{\"name\":\"Euler a\"}],\"complete\":true}");
        lists.put(
                "/api/v1/schedulers?pool=gpu+a",
                "{\"schedulers\":[{\"name\":\"Karras\"}],\"complete\":true}");
        lists.put("/api/v1/loras?limit=1000", "{\"loras\":[],\"total\":0}");
    }

    @AfterEach
    void close() {
        api.close();
        server.stop(0);
    }

    @Test
    void readsTheListsOfItsPool() {
        assertThat(catalogue.refresh()).isTrue();

        assertThat(catalogue.modelNames()).containsExactly("ink");
        assertThat(catalogue.samplers()).containsExactly("Euler a");
        assertThat(catalogue.schedulers()).containsExactly("Karras");
        assertThat(catalogue.loras()).isEmpty();
    }

    @Test
    void keepsEachListThatCannotBeReadAsItWas() {
        catalogue.refresh();
        lists.remove("/api/v1/models?pool=gpu+a");
        lists.put("/api/v1/samplers?pool=gpu+a", "{\"samplers\":[],\"complete\":false}");
        lists.put("/api/v1/schedulers?pool=gpu+a", "{\"schedulers\":[],\"complete\":true}");

        assertThat(catalogue.refresh()).isFalse();
        assertThat(catalogue.modelNames()).containsExactly("ink");
        assertThat(catalogue.samplers()).containsExactly("Euler a");
        assertThat(catalogue.schedulers()).isEqualTo(List.of());
    }
}
