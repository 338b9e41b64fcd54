package dev.easel.bench.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.api.Api;
import dev.easel.api.ApiConfig;
import dev.easel.api.auth.Scope;
import dev.easel.sandbox.cluster.TestControlPlane;
import dev.easel.sandbox.postgres.Postgres;
import dev.easel.sandbox.postgres.TestPostgres;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** api itself, on a real API server and a real PostgreSQL that are its own, over loopback. */
final class BenchedApi implements AutoCloseable {
    private static final Duration SETTLE_MAX = Duration.ofSeconds(30);
    private static final String NAMESPACE = "bench-" + UUID.randomUUID().toString().substring(0, 8);

    private final Postgres.Access database = TestPostgres.shared().database();
    private final HttpClient http = HttpClient.newHttpClient();
    private final KubernetesClient client;
    private final Api api;
    private final String key;

    private BenchedApi(Path directory) throws IOException {
        var plane = TestControlPlane.shared();
        plane.applyCustomResourceDefinitions();
        client = plane.client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .create();
        client.load(
                        new java.io.ByteArrayInputStream(
                                """
                                apiVersion: easel.dev/v1alpha1
                                kind: GenerationPool
                                metadata: {name: default}
                                spec:
                                  backends:
                                  - name: gpu-0
                                    automatic1111URL: http://127.0.0.1:9
                                    ollamaURL: http://127.0.0.1:9
                                  generator: {image: easel/generator}
                                """
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .inNamespace(NAMESPACE)
                .create();
        var config = ApiConfig.from(environment(database, directory));
        api = Api.start(config, client, Clock.systemUTC());
        key = newKey();
    }

    static BenchedApi start() throws IOException {
        return new BenchedApi(Files.createTempDirectory("easel-bench-"));
    }

    /** Limits on calls are lifted: they are not what is measured. */
    private static Map<String, String> environment(Postgres.Access database, Path directory) {
        return Map.of(
                "EASEL_NAMESPACE",
                NAMESPACE,
                "EASEL_PORT",
                "0",
                "EASEL_OPS_PORT",
                "0",
                "EASEL_DATABASE_URL",
                database.jdbcUrl(),
                "EASEL_DATABASE_USER",
                database.user(),
                "EASEL_DATABASE_PASSWORD",
                database.password(),
                "EASEL_IMAGE_DIRECTORY",
                directory.toString(),
                "EASEL_REQUESTS_PER_SECOND",
                "100000",
                "EASEL_REQUESTS_BURST",
                "100000",
                "EASEL_WAITING_PER_USER",
                "10000");
    }

    int port() {
        return api.port();
    }

    Postgres.Access database() {
        return database;
    }

    /** That may do all. */
    String key() {
        return key;
    }

    String newKey() {
        return api.keys().create(Set.of(Scope.ADMIN), null).value();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    HttpRequest generate() {
        return request("/api/v1/generate")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                """
                                {"guild_id": "g1", "user_id": "u1", "thread_id": "t1",
                                 "instruction": "a lighthouse in a storm"}
                                """))
                .build();
    }

    /** Makes a request and waits until nothing moves it any more. */
    UUID settledRequest() throws IOException, InterruptedException, TimeoutException {
        var made = json(http.send(generate(), HttpResponse.BodyHandlers.ofString()));
        var uid = UUID.fromString(made.path("request_id").asText());
        var deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            var resource =
                    client.resources(dev.easel.crds.v1alpha1.GenerationRequest.class)
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems()
                            .getFirst();
            if (resource.getStatus() != null
                    && resource.getStatus().condition("Accepted").isPresent()) {
                return uid;
            }
            Thread.sleep(200);
        }
        throw new TimeoutException("the request was not checked within " + SETTLE_MAX);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException("api answered " + response.statusCode() + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    @Override
    public void close() {
        api.close();
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
        http.close();
    }
}
