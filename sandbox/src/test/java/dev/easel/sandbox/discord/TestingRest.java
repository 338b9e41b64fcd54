package dev.easel.sandbox.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bare requests with the bot's token. */
final class TestingRest implements AutoCloseable {
    private static final String BOUNDARY = "easel-boundary";

    record Response(int status, JsonNode body, java.net.http.HttpHeaders headers) {
        int code() {
            return body.path("code").asInt();
        }

        String id() {
            return body.path("id").asText();
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DiscordStandIn standIn;

    TestingRest(DiscordStandIn standIn) {
        this.standIn = standIn;
    }

    Response get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "application/json");
    }

    Response delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "application/json");
    }

    Response put(String path, JsonNode body) {
        return json("PUT", path, body);
    }

    Response post(String path, JsonNode body) {
        return json("POST", path, body);
    }

    Response patch(String path, JsonNode body) {
        return json("PATCH", path, body);
    }

    /** As a page of that address has it sent by its browser. */
    Response postFrom(String origin, String path, JsonNode body) {
        var bytes = BodyPublishers.ofByteArray(Json.bytes(body));
        return send("POST", path, bytes, "text/plain", Map.of("Origin", origin));
    }

    /** As a browser reads it for a page, which is on that site. */
    Response getFrom(String site, String path) {
        var headers = Map.of("Sec-Fetch-Site", site);
        return send("GET", path, BodyPublishers.noBody(), "application/json", headers);
    }

    private Response json(String method, String path, JsonNode body) {
        return send(method, path, BodyPublishers.ofByteArray(Json.bytes(body)), "application/json");
    }

    /** A new message with files, as clients send them. */
    Response post(String path, ObjectNode body, Map<String, byte[]> files) {
        return multipart("POST", path, body, files);
    }

    /** An edited message with files. */
    Response patch(String path, ObjectNode body, Map<String, byte[]> files) {
        return multipart("PATCH", path, body, files);
    }

    private Response multipart(
            String method, String path, ObjectNode body, Map<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        part(out, "name=\"payload_json\"", Json.bytes(body));
        var index = 0;
        for (var file : files.entrySet()) {
            var header = "name=\"files[" + index++ + "]\"; filename=\"" + file.getKey() + "\"";
            part(out, header, file.getValue());
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(
                method,
                path,
                BodyPublishers.ofByteArray(out.toByteArray()),
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private static void part(ByteArrayOutputStream out, String header, byte[] content) {
        var head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + header + "\r\n\r\n";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private Response send(String method, String path, BodyPublisher body, String type) {
        return send(method, path, body, type, Map.of());
    }

    private Response send(
            String method,
            String path,
            BodyPublisher body,
            String type,
            Map<String, String> headers) {
        var base = path.startsWith("http") ? "" : standIn.restUrl();
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(method, body)
                        .header("Content-Type", type)
                        .header("Authorization", "Bot " + standIn.token());
        headers.forEach(request::header);
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Response(
                    response.statusCode(), Json.parse(response.body()), response.headers());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
