package dev.easel.generator.render;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.easel.generator.Bounded;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** The wire to one back end. The client must be pinned to HTTP/1.1. Thread-safe. */
final class Automatic1111 {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final int ERROR_BYTES_MAX = 64 * 1024;
    private static final int RETRY_AFTER_SECONDS_MAX = 60;

    private final HttpClient http;
    private final String base;

    Automatic1111(HttpClient http, URI base) {
        this.http = http;
        this.base = base.toString().replaceAll("/+$", "");
    }

    /** Reads an answer while it arrives. */
    interface Reader<T> {
        T read(JsonParser json) throws IOException;
    }

    /** An answer other than 200, of a call that has no better use for it. */
    static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final Duration retryAfter;

        Unexpected(RenderReply.Refused refused) {
            super(refused.text());
            this.status = refused.status();
            this.retryAfter = refused.retryAfter();
        }

        int status() {
            return status;
        }

        boolean deniesAccess() {
            return status == 401 || status == 403;
        }

        /** Zero if it did not say. */
        Duration retryAfter() {
            return retryAfter;
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return get(path, json -> tree(json));
    }

    <T> T get(String path, Reader<T> reader) throws IOException, InterruptedException {
        return shortCall(HttpRequest.newBuilder(URI.create(base + path)).GET().build(), reader);
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return shortCall(post(path, Json.mapper().writeValueAsBytes(body)), json -> tree(json));
    }

    /** Stops whatever runs there; whose it is must be known before. Some answer with no body. */
    void interrupt() throws IOException, InterruptedException {
        shortCall(post("/sdapi/v1/interrupt", new byte[0]), json -> MissingNode.getInstance());
    }

    /** Blocks until the images are there; the caller bounds it. */
    RenderReply render(RenderCall call) throws IOException, InterruptedException {
        var request = post(call.path(), Json.mapper().writeValueAsBytes(call.body()));
        var answering = false;
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            answering = true;
            try (var body = unpacked(response)) {
                return response.statusCode() == 200
                        ? pictures(body)
                        : refused(response, body.readNBytes(ERROR_BYTES_MAX));
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new RenderReply.NotConnected("no connection to " + base);
        } catch (IOException e) {
            return new RenderReply.Lost("the connection broke: " + e.getMessage(), answering);
        }
    }

    private HttpRequest post(String path, byte[] body) {
        // A byte array gives a Content-Length; chunked bodies get lost in some servers.
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private <T> T shortCall(HttpRequest request, Reader<T> reader)
            throws IOException, InterruptedException {
        try {
            return Bounded.call(
                    SHORT,
                    () -> {
                        var response = http.send(request, BodyHandlers.ofInputStream());
                        try (var body = unpacked(response)) {
                            if (response.statusCode() / 100 != 2) {
                                throw new Unexpected(
                                        refused(response, body.readNBytes(ERROR_BYTES_MAX)));
                            }
                            try (var json = Json.mapper().createParser(body)) {
                                return reader.read(json);
                            }
                        }
                    });
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + SHORT.toSeconds() + " s", e);
        }
    }

    /** Nobody asked for it, but a proxy on the way may pack what it likes. */
    private static InputStream unpacked(HttpResponse<InputStream> response) throws IOException {
        var encoding = response.headers().firstValue("Content-Encoding").orElse("");
        return encoding.equalsIgnoreCase("gzip")
                ? new GZIPInputStream(response.body())
                : response.body();
    }

    private static RenderReply.Refused refused(HttpResponse<?> response, byte[] body) {
        var said = response.headers().firstValue("Retry-After").orElse("").strip();
        var seconds =
                said.matches("\\d{1,6}")
                        ? Math.min(Integer.parseInt(said), RETRY_AFTER_SECONDS_MAX)
                        : 0;
        return Trouble.read(response.statusCode(), body, Duration.ofSeconds(seconds));
    }

    private static JsonNode tree(JsonParser json) throws IOException {
        JsonNode tree = Json.mapper().readTree(json);
        return tree == null ? MissingNode.getInstance() : tree;
    }

    /**
     * Decodes each image while it arrives: eight large ones as base64, as text and as bytes at once
     * would not fit the heap.
     */
    private static RenderReply pictures(InputStream body) throws IOException {
        var images = new ArrivedImages();
        var info = "";
        var page = "";
        try (var json = Json.mapper().createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new RenderReply.Garbage("the answer is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var field = json.currentName();
                var token = json.nextToken();
                switch (field) {
                    case "images" -> images.readArray(json);
                    case "image" -> images.readOne(json);
                    case "info" -> info = json.getValueAsString("");
                    case "html_info" -> page = json.getValueAsString("");
                    default -> {
                        if (token != null) {
                            json.skipChildren();
                        }
                    }
                }
            }
            return images.reply(info, page);
        } catch (ArrivedImages.TooLarge e) {
            return new RenderReply.Garbage(String.valueOf(e.getMessage()));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return new RenderReply.Garbage("the answer is no valid JSON");
        }
    }
}
