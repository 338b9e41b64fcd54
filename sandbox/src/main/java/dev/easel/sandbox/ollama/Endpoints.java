package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Pace;
import dev.easel.sandbox.standin.Reply;
import dev.easel.sandbox.standin.Service;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/** Paths and bodies of Ollama's HTTP interface. */
final class Endpoints implements Service {
    static final String VERSION = "0.33.0";
    private static final String MODIFIED = "2026-01-01T00:00:00Z";

    private final ObjectMapper mapper;
    private final OllamaSettings settings;
    private final LoadedModels loaded;
    private final Chats chats;

    Endpoints(ObjectMapper mapper, OllamaSettings settings, LoadedModels loaded, Chats chats) {
        this.mapper = mapper;
        this.settings = settings;
        this.loaded = loaded;
        this.chats = chats;
    }

    @Override
    public Reply answer(Call call) {
        try {
            return switch (call.method() + " " + call.path()) {
                case "GET /", "HEAD /" -> Reply.text(200, "text/plain", "Ollama is running");
                case "GET /api/version" ->
                        Reply.json(mapper.createObjectNode().put("version", VERSION));
                case "GET /api/tags" -> Reply.json(tags());
                case "GET /api/ps" -> Reply.json(running());
                case "POST /api/show" -> Reply.json(show(call));
                case "POST /api/chat" -> chats.chat(ChatRequest.of(body(call)));
                default -> Reply.text(404, "text/plain", "404 page not found");
            };
        } catch (OllamaFailure failure) {
            return Reply.json(
                    failure.status(),
                    mapper.createObjectNode().put("error", String.valueOf(failure.getMessage())));
        }
    }

    @Override
    public ObjectNode state() {
        var state =
                mapper.createObjectNode()
                        .put("inFlight", chats.inFlight())
                        .put("chats", chats.answered())
                        .put("gpuBytes", loaded.gpuBytes());
        var models = state.putArray("loaded");
        loaded.now().forEach(l -> models.add(l.model().name()));
        return state;
    }

    @Override
    public Optional<Pace> pace() {
        return Optional.of(chats.pace);
    }

    @Override
    public void reset() {
        // There is nothing to forget: what is loaded stays loaded.
    }

    private ObjectNode body(Call call) {
        if (call.body().length == 0) {
            throw new OllamaFailure(400, "missing request body");
        }
        try {
            if (mapper.readTree(call.text()) instanceof ObjectNode object) {
                return object;
            }
            throw new OllamaFailure(400, "json: cannot unmarshal into Go value");
        } catch (JsonProcessingException _) {
            throw new OllamaFailure(400, "invalid character in JSON text");
        }
    }

    private ObjectNode tags() {
        var answer = mapper.createObjectNode();
        var models = answer.putArray("models");
        for (var model : settings.models()) {
            var one = named(model).put("modified_at", MODIFIED);
            one.set("capabilities", mapper.valueToTree(model.capabilities()));
            models.add(one);
        }
        return answer;
    }

    private ObjectNode running() {
        var answer = mapper.createObjectNode();
        var models = answer.putArray("models");
        for (var one : loaded.now()) {
            models.add(
                    named(one.model())
                            .put("size_vram", one.gpuBytes())
                            .put("expires_at", one.expiresAt().toString())
                            .put("context_length", one.contextLength()));
        }
        return answer;
    }

    private ObjectNode show(Call call) {
        var wanted = body(call).path("model").asText("");
        var model =
                settings.models().stream()
                        .filter(m -> m.answersTo(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                new OllamaFailure(404, "model '%s' not found".formatted(wanted)));
        var answer =
                mapper.createObjectNode()
                        .put("template", model.harmony() ? "<|start|>{{ .Prompt }}<|end|>" : "")
                        .put("parameters", "")
                        .put("modified_at", MODIFIED);
        answer.set("details", details(model));
        answer.putObject("model_info")
                .put("general.architecture", model.family())
                .put(model.family() + ".context_length", 131_072);
        answer.set("capabilities", mapper.valueToTree(model.capabilities()));
        return answer;
    }

    private ObjectNode named(OllamaModel model) {
        var one =
                mapper.createObjectNode()
                        .put("name", model.name())
                        .put("model", model.name())
                        .put("size", model.bytes())
                        .put("digest", digest(model.name()));
        one.set("details", details(model));
        return one;
    }

    private ObjectNode details(OllamaModel model) {
        var details =
                mapper.createObjectNode()
                        .put("parent_model", "")
                        .put("format", "gguf")
                        .put("family", model.family());
        details.putArray("families").add(model.family());
        return details.put("parameter_size", model.parameterSize())
                .put("quantization_level", model.quantization());
    }

    private static String digest(String name) {
        var crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(crc.getValue()).repeat(4);
    }
}
