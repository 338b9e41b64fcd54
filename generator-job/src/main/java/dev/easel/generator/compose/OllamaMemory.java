package dev.easel.generator.compose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.easel.generator.Bounded;
import dev.easel.generator.Connections;
import dev.easel.generator.Deadline;
import dev.easel.generator.Pace;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the language model off a GPU that it shares with the renderer. The answer to the unload
 * comes before the unload, so the list of loaded models is watched; for a bounded time, as some
 * drivers never say that the memory is free.
 */
public final class OllamaMemory {
    private static final Logger LOG = LoggerFactory.getLogger(OllamaMemory.class);
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    private final HttpClient http;
    private final String base;
    private final String model;
    private final Pace pace;

    public OllamaMemory(URI url, String model, Pace pace) {
        this.http = Connections.to(url).build();
        this.base = url.toString().replaceAll("/+$", "");
        this.model = model;
        this.pace = pace;
    }

    /** Answers whether the model was seen to be gone. */
    public boolean free() throws InterruptedException {
        var deadline = Deadline.in(pace.unloadMax());
        try {
            if (!loaded()) {
                return true;
            }
            unload();
            while (loaded()) {
                if (deadline.passed()) {
                    LOG.warn("the language model did not leave the GPU in time");
                    return false;
                }
                deadline.sleep(pace.poll().dividedBy(4));
            }
            return true;
        } catch (IOException e) {
            // A server that is gone holds no memory; a broken one is not worth the picture.
            LOG.atWarn().addKeyValue("why", e.toString()).log("cannot see what Ollama has loaded");
            return false;
        }
    }

    private boolean loaded() throws IOException, InterruptedException {
        var answer = call(HttpRequest.newBuilder(URI.create(base + "/api/ps")).GET().build());
        for (var each : Json.mapper().readTree(answer).path("models")) {
            if (same(each.path("name").asText("")) || same(each.path("model").asText(""))) {
                return true;
            }
        }
        return false;
    }

    private void unload() throws IOException, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode().put("model", model);
        body.putArray("messages");
        body.put("keep_alive", 0).put("stream", false);
        call(
                HttpRequest.newBuilder(URI.create(base + "/api/chat"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)))
                        .build());
    }

    private boolean same(String listed) {
        return listed.equals(model) || listed.equals(model + ":latest");
    }

    private byte[] call(HttpRequest request) throws IOException, InterruptedException {
        try {
            var response =
                    Bounded.call(CALL_MAX, () -> http.send(request, BodyHandlers.ofByteArray()));
            if (response.statusCode() != 200) {
                throw new IOException("Ollama answered " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("Ollama gave no answer in " + CALL_MAX.toSeconds() + " s", e);
        }
    }
}
