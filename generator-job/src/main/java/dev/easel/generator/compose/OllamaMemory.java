package dev.easel.generator.compose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.Bounded;
import dev.easel.generator.Connections;
import dev.easel.generator.Deadline;
import dev.easel.generator.Pace;
import dev.easel.generator.chat.Conversation;
import dev.easel.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Brings the language model onto a GPU that it shares with the renderer, and off it again. The
 * answer to an unload comes before the unload, so the list of loaded models is watched; for a
 * bounded time, as some drivers never say that the memory is free.
 */
public final class OllamaMemory {
    private static final Logger LOG = LoggerFactory.getLogger(OllamaMemory.class);
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    /** A cold start from disk takes minutes, which are not the conversation's. */
    private static final Duration LOAD_MAX = Duration.ofSeconds(300);

    /** Until the conversation asks; each question counts anew. */
    private static final int KEEP_SECONDS = 120;

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

    /** A model in Ollama's memory and how much of it is on the GPU. */
    public record Loaded(String name, long bytes, long gpuBytes) {
        /** The rest is on the processor, which is ten times slower and said nowhere else. */
        public boolean partlyOnCpu() {
            return gpuBytes < bytes;
        }
    }

    /**
     * Starts the load while there is something else to do. The conversation finds the model ready
     * or waits for the same load; if this fails, it says why.
     */
    public Thread preload() {
        var context = MDC.getCopyOfContextMap();
        return Thread.ofVirtual()
                .start(() -> {
                    MDC.setContextMap(context == null ? Map.of() : context);
                    try {
                        tellVersion();
                        var body = order().put("keep_alive", KEEP_SECONDS);
                        // With another context length Ollama would load the model once more.
                        body.putObject("options").put("num_ctx", Conversation.CONTEXT_TOKENS);
                        var started = System.nanoTime();
                        call(chat(body), LOAD_MAX);
                        LOG.atInfo()
                                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                                .log("language model loaded");
                        loaded().stream()
                                .filter(Loaded::partlyOnCpu)
                                .forEach(OllamaMemory::complain);
                    } catch (IOException e) {
                        LOG.atInfo()
                                .addKeyValue("why", e.toString())
                                .log("the load could not be started");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /** Before that version answers by a schema do not work with models that think. */
    private void tellVersion() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/version")).GET().build();
        var version = Json.mapper().readTree(call(request, CALL_MAX)).path("version").asText("");
        var old = version.matches("0\\.(\\d|1[01]|12\\.[0-3])(\\D.*)?");
        (old ? LOG.atWarn() : LOG.atInfo())
                .addKeyValue("version", version)
                .log(old ? "Ollama is older than 0.12.4" : "Ollama is there");
    }

    private static void complain(Loaded loaded) {
        LOG.atWarn()
                .addKeyValue("model", loaded.name())
                .addKeyValue("bytes", loaded.bytes())
                .addKeyValue("gpuBytes", loaded.gpuBytes())
                .log("the language model is partly on the processor, which is slow");
    }

    public List<Loaded> loaded() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/ps")).GET().build();
        var found = new ArrayList<Loaded>();
        for (var each : Json.mapper().readTree(call(request, CALL_MAX)).path("models")) {
            var bytes = each.path("size").asLong();
            found.add(
                    new Loaded(
                            each.path("name").asText(each.path("model").asText("")),
                            bytes,
                            each.path("size_vram").asLong(bytes)));
        }
        return List.copyOf(found);
    }

    /**
     * Unloads what Ollama holds on the GPU, whoever had it loaded: a shared GPU has no room for any
     * of it beside a render, and who needs it again only waits for another load. Answers whether
     * all of it was seen to be gone.
     */
    public boolean unload(List<Loaded> models) throws IOException, InterruptedException {
        var deadline = Deadline.in(pace.unloadMax());
        for (var each : models) {
            if (!same(each.name())) {
                LOG.atInfo().addKeyValue("model", each.name()).log("unloading another model too");
            }
            call(chat(order(each.name()).put("keep_alive", 0)), CALL_MAX);
        }
        while (loaded().stream().anyMatch(each -> each.gpuBytes() > 0 || same(each.name()))) {
            if (deadline.passed()) {
                return false;
            }
            deadline.sleep(pace.poll().dividedBy(4));
        }
        return true;
    }

    private ObjectNode order() {
        return order(model);
    }

    private static ObjectNode order(String name) {
        var body = JsonNodeFactory.instance.objectNode().put("model", name);
        body.putArray("messages");
        return body.put("stream", false);
    }

    private HttpRequest chat(ObjectNode body) throws IOException {
        return HttpRequest.newBuilder(URI.create(base + "/api/chat"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body)))
                .build();
    }

    private boolean same(String listed) {
        return listed.equals(model) || listed.equals(model + ":latest");
    }

    private byte[] call(HttpRequest request, Duration limit)
            throws IOException, InterruptedException {
        try {
            var response =
                    Bounded.call(limit, () -> http.send(request, BodyHandlers.ofByteArray()));
            if (response.statusCode() != 200) {
                throw new IOException("Ollama answered " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("Ollama gave no answer in " + limit.toSeconds() + " s", e);
        }
    }
}
