package dev.easel.sandbox.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.easel.protocol.Json;
import dev.easel.protocol.client.ApiKeyInput;
import dev.easel.protocol.client.ApiKeyList;
import dev.easel.protocol.client.ApiKeyRotation;
import dev.easel.protocol.client.GenerateInput;
import dev.easel.protocol.client.IssuedKey;
import dev.easel.protocol.client.Problem;
import dev.easel.protocol.client.RequestAccepted;
import dev.easel.protocol.client.RequestDetail;
import dev.easel.protocol.client.RequestProgress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The REST API as a client program uses it. */
public final class ApiClient implements AutoCloseable {
    private static final String KEYS = "/api/v1/keys";
    private static final Duration CALL_MAX = Duration.ofSeconds(30);

    private final Connection connection;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    public ApiClient(Connection connection) {
        this.connection = connection;
    }

    /** The API said no; the message is fit to print. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /**
     * @param idempotencyKey the same key is the same request, however often it is sent
     */
    public RequestAccepted generate(GenerateInput input, String idempotencyKey)
            throws IOException, InterruptedException {
        var body = Json.mapper().writeValueAsString(input);
        var request =
                call("/api/v1/generate")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return read(send(request), RequestAccepted.class);
    }

    public RequestDetail detail(UUID request) throws IOException, InterruptedException {
        return read(send(call("/api/v1/requests/" + request).build()), RequestDetail.class);
    }

    /** The thread's latest generation; empty if the API does not know the thread. */
    public Optional<UUID> latest(String thread) throws IOException, InterruptedException {
        try {
            var context = send(call("/api/v1/threads/" + thread + "/context").build());
            var history = Json.mapper().readTree(context).path("generation_history");
            return history.isEmpty()
                    ? Optional.empty()
                    : Optional.of(UUID.fromString(history.get(history.size() - 1).asText()));
        } catch (Refused e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public void cancel(UUID request) throws IOException, InterruptedException {
        send(
                call("/api/v1/requests/" + request + "/cancel")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    /**
     * @param path as {@link RequestDetail.Image#filePath} has it
     */
    public byte[] image(String path) throws IOException, InterruptedException {
        return send(call(path).build());
    }

    /** Hands over each change until the request has ended or the stream breaks off. */
    public void follow(UUID request, Consumer<RequestProgress> listener)
            throws IOException, InterruptedException {
        var call =
                HttpRequest.newBuilder(
                                connection.api().resolve("/api/v1/requests/" + request + "/events"))
                        .header("Authorization", "Bearer " + connection.key())
                        .header("Accept", "text/event-stream")
                        .build();
        HttpResponse<Stream<String>> response =
                http.send(call, HttpResponse.BodyHandlers.ofLines());
        try (var lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new Refused(response.statusCode(), "events: HTTP " + response.statusCode());
            }
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()))
                    .map(ApiClient::progress)
                    .forEach(listener);
        }
    }

    ApiKeyList keys() throws IOException, InterruptedException {
        return read(send(call(KEYS).build()), ApiKeyList.class);
    }

    IssuedKey createKey(ApiKeyInput input) throws IOException, InterruptedException {
        return read(send(post(KEYS, input)), IssuedKey.class);
    }

    IssuedKey rotateKey(String id, ApiKeyRotation rotation)
            throws IOException, InterruptedException {
        return read(send(post(KEYS + "/" + id + "/rotate", rotation)), IssuedKey.class);
    }

    void revokeKey(String id) throws IOException, InterruptedException {
        send(call(KEYS + "/" + id).DELETE().build());
    }

    private HttpRequest post(String path, Object body) throws JsonProcessingException {
        return call(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.mapper().writeValueAsString(body)))
                .build();
    }

    @Override
    public void close() {
        http.close();
    }

    private static RequestProgress progress(String json) {
        try {
            return Json.mapper().readValue(json, RequestProgress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API sent an event that is no progress", e);
        }
    }

    private HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(connection.api().resolve(path))
                .timeout(CALL_MAX)
                .header("Authorization", "Bearer " + connection.key());
    }

    private byte[] send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(response.statusCode(), words(response));
        }
        return response.body();
    }

    private static String words(HttpResponse<byte[]> response) {
        var text = new String(response.body(), StandardCharsets.UTF_8);
        try {
            var problem = Json.mapper().readValue(text, Problem.class);
            return problem.error() + ": " + problem.detail();
        } catch (JsonProcessingException e) {
            return "the API answered HTTP " + response.statusCode();
        }
    }

    private static <T> T read(byte[] body, Class<T> type) throws IOException {
        return Json.mapper().readValue(body, type);
    }
}
