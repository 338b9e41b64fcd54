package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** A plain client of the original's interface. */
final class TestingClient {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI url;

    TestingClient(URI url) {
        this.url = url;
    }

    record Answer(int status, String contentType, String text) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }

        JsonNode info() {
            try {
                return MAPPER.readTree(json().path("info").asText());
            } catch (IOException e) {
                throw new AssertionError("info is no JSON", e);
            }
        }

        List<byte[]> images() {
            return StreamSupport.stream(json().path("images").spliterator(), false)
                    .map(image -> Base64.getDecoder().decode(image.asText()))
                    .toList();
        }
    }

    static ObjectNode recipe() {
        return MAPPER.createObjectNode()
                .put("prompt", "1girl, sunset")
                .put("negative_prompt", "lowres")
                .put("seed", 7)
                .put("steps", 4)
                .put("width", 64)
                .put("height", 64)
                .put("sampler_name", "Euler a");
    }

    Answer txt2img(JsonNode body) {
        return post("/sdapi/v1/txt2img", body.toString());
    }

    JsonNode progress() {
        return get("/sdapi/v1/progress?skip_current_image=true").json();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
