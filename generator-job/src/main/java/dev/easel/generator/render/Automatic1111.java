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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The wire to one back end. The client must be pinned to HTTP/1.1. Thread-safe. */
final class Automatic1111 {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final int ERROR_BYTES_MAX = 64 * 1024;

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

        Unexpected(int status, String text) {
            super(text);
            this.status = status;
        }

        int status() {
            return status;
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

    /** Stops whatever runs there; whose it is must be known before. */
    void interrupt() throws IOException, InterruptedException {
        shortCall(post("/sdapi/v1/interrupt", new byte[0]), json -> MissingNode.getInstance());
    }

    /** Blocks until the images are there; the caller bounds it. */
    RenderReply txt2img(JsonNode order) throws IOException, InterruptedException {
        var request = post("/sdapi/v1/txt2img", Json.mapper().writeValueAsBytes(order));
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                return response.statusCode() == 200
                        ? pictures(body)
                        : Trouble.read(response.statusCode(), body.readNBytes(ERROR_BYTES_MAX));
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new RenderReply.NotConnected("no connection to " + base);
        } catch (IOException e) {
            return new RenderReply.Lost("the connection broke: " + e.getMessage());
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
                        try (var body = response.body()) {
                            if (response.statusCode() / 100 != 2) {
                                var said =
                                        Trouble.read(
                                                response.statusCode(),
                                                body.readNBytes(ERROR_BYTES_MAX));
                                throw new Unexpected(response.statusCode(), said.text());
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

    private static JsonNode tree(JsonParser json) throws IOException {
        JsonNode tree = Json.mapper().readTree(json);
        return tree == null ? MissingNode.getInstance() : tree;
    }

    /**
     * Decodes each image while it arrives: eight large ones as base64, as text and as bytes at once
     * would not fit the heap.
     */
    private static RenderReply pictures(InputStream body) throws IOException {
        var images = new ArrayList<byte[]>();
        var rawInfo = "";
        try (var json = Json.mapper().createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new RenderReply.Garbage("the answer is no JSON object");
            }
            var sawImages = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var field = json.currentName();
                json.nextToken();
                if (field.equals("images") && json.currentToken() == JsonToken.START_ARRAY) {
                    sawImages = true;
                    images(json, images);
                } else if (field.equals("info")) {
                    rawInfo = json.getValueAsString("");
                } else {
                    json.skipChildren();
                }
            }
            if (!sawImages) {
                return new RenderReply.Garbage("the answer has no images");
            }
            var details = Json.mapper().readTree(rawInfo);
            return details == null || !details.isObject()
                    ? new RenderReply.Garbage("the answer has no info")
                    : new RenderReply.Pictures(List.copyOf(images), details, rawInfo);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            return new RenderReply.Garbage("the answer is no valid JSON");
        }
    }

    private static void images(JsonParser json, List<byte[]> images) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            images.add(json.getBinaryValue());
        }
    }
}
