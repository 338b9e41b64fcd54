package dev.easel.sandbox.automatic1111;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.automatic1111.Catalogue.Checkpoint;
import dev.easel.sandbox.standin.Call;
import dev.easel.sandbox.standin.Pace;
import dev.easel.sandbox.standin.Reply;
import dev.easel.sandbox.standin.Service;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Paths and bodies of the original's HTTP interface. */
final class Endpoints implements Service {
    private final ObjectMapper mapper;
    private final Wire wire;
    private final Automatic1111Settings settings;
    private final Renders renders;
    private final Lists lists;
    private final Personality personality;
    private final CallBudget budget = new CallBudget(Clock.systemUTC());

    Endpoints(ObjectMapper mapper, Automatic1111Settings settings, Renders renders) {
        this.mapper = mapper;
        this.wire = Wire.load(mapper);
        this.settings = settings;
        this.renders = renders;
        this.personality = settings.personality();
        this.lists = new Lists(mapper, settings.catalogue(), renders.checkpoints, personality);
    }

    @Override
    public Reply answer(Call call) {
        try {
            return route(call);
        } catch (PythonFailure failure) {
            return personality.error(failure, mapper);
        } catch (JsonProcessingException e) {
            return Reply.json(422, detail("body", String.valueOf(e.getOriginalMessage())));
        }
    }

    @Override
    public ObjectNode state() {
        var occupancy = renders.occupancy;
        var state =
                mapper.createObjectNode()
                        .put("inFlight", occupancy.inFlight())
                        .put("inFlightMax", occupancy.inFlightMax())
                        .put("generations", occupancy.generations())
                        .put("checkpoint", renders.checkpoints.loaded().name());
        state.set("violations", mapper.valueToTree(occupancy.violations()));
        state.set("pendingTasks", mapper.valueToTree(renders.tasks.pending()));
        return state;
    }

    @Override
    public Optional<Pace> pace() {
        return Optional.of(renders.pace);
    }

    @Override
    public void reset() {
        renders.occupancy.reset();
    }

    private Reply route(Call call) throws JsonProcessingException {
        if (call.path().startsWith("/internal/") && !settings.webUi()) {
            return notFound();
        }
        if (!personality.serves(call.method(), call.path())) {
            return notFound();
        }
        if (personality == Personality.SD_NEXT && !budget.spend(call.path())) {
            return Reply.json(429, mapper.createObjectNode().put("error", "Rate limit exceeded"));
        }
        return switch (call.method() + " " + call.path()) {
            case "POST /sdapi/v1/extra-single-image" -> enlarge(call);
            case "GET /sdapi/v1/version" ->
                    Reply.json(
                            mapper.createObjectNode()
                                    .put("app", "sd.next")
                                    .put("updated", "2026-07-23")
                                    .put("hash", personality.version()));
            case "GET /sdapi/v1/sd-modules" -> Reply.json(mapper.createArrayNode());
            case "POST /sdapi/v1/txt2img" -> generate(call, "txt2img", Recipe::txt2img);
            case "POST /sdapi/v1/img2img" -> generate(call, "img2img", Recipe::img2img);
            case "GET /sdapi/v1/progress" -> progress(call);
            case "POST /sdapi/v1/interrupt" -> {
                renders.state.interrupt();
                yield personality == Personality.SD_NEXT
                        ? Reply.text(204, "application/json", "")
                        : Reply.json(mapper.createObjectNode());
            }
            case "POST /sdapi/v1/skip" -> {
                renders.state.skip();
                yield nothing();
            }
            case "GET /sdapi/v1/options" -> Reply.json(options());
            case "POST /sdapi/v1/options" -> setOptions(call);
            case "GET /sdapi/v1/samplers" -> Reply.json(lists.samplers());
            case "GET /sdapi/v1/schedulers" -> Reply.json(lists.schedulers());
            case "GET /sdapi/v1/sd-models" -> Reply.json(lists.checkpoints());
            case "GET /sdapi/v1/sd-vae" -> Reply.json(mapper.createArrayNode());
            case "GET /sdapi/v1/embeddings" -> Reply.json(lists.embeddings());
            case "GET /sdapi/v1/upscalers" -> Reply.json(lists.upscalers());
            case "GET /sdapi/v1/latent-upscale-modes" -> Reply.json(lists.latentModes());
            case "GET /sdapi/v1/loras" -> Reply.json(lists.loras());
            case "POST /sdapi/v1/refresh-loras", "POST /sdapi/v1/refresh-checkpoints" -> nothing();
            case "GET /sdapi/v1/memory" -> Reply.json(memory());
            case "POST /sdapi/v1/unload-checkpoint" -> {
                renders.checkpoints.moveTo(false);
                yield Reply.json(mapper.createObjectNode());
            }
            case "POST /sdapi/v1/reload-checkpoint" -> {
                renders.checkpoints.moveTo(true);
                yield Reply.json(mapper.createObjectNode());
            }
            case "POST /sdapi/v1/png-info" -> pngInfo(call);
            case "POST /internal/progress" -> internalProgress(call);
            case "GET /internal/pending-tasks" -> {
                var pending = renders.tasks.pending();
                var answer = mapper.createObjectNode().put("size", pending.size());
                answer.set("tasks", mapper.valueToTree(pending));
                yield Reply.json(answer);
            }
            case "GET /internal/ping" -> Reply.json(mapper.createObjectNode());
            default -> notFound();
        };
    }

    private Reply generate(Call call, String kind, Function<JsonNode, Recipe> read)
            throws JsonProcessingException {
        var body = body(call, kind);
        var errors = wire.typeErrors(kind, body);
        if (errors.isPresent()) {
            return Reply.json(422, errors.get());
        }
        var rendered = renders.render(recipe(body, read), call.path());
        var answer = mapper.createObjectNode();
        var images = answer.putArray("images");
        if (body.path("send_images").asBoolean(true)) {
            rendered.files().forEach(f -> images.add(Base64.getEncoder().encodeToString(f)));
        }
        answer.set("parameters", echo(kind, body));
        answer.put("info", rendered.info(mapper).toString());
        return Reply.json(answer);
    }

    private Recipe recipe(JsonNode body, Function<JsonNode, Recipe> read) {
        return personality == Personality.SD_CPP
                ? read.apply(SdCpp.translated(body, mapper))
                        .withLoras(SdCpp.loras(body, settings.catalogue()))
                : read.apply(body);
    }

    private Reply enlarge(Call call) throws JsonProcessingException {
        var body = body(call, "extra-single-image");
        var errors = wire.typeErrors("extra-single-image", body);
        if (errors.isPresent()) {
            return Reply.json(422, errors.get());
        }
        var file = renders.enlarge(Extras.read(body), call.path());
        return Reply.json(
                mapper.createObjectNode()
                        .put("html_info", "<p>done</p>")
                        .put("image", Base64.getEncoder().encodeToString(file)));
    }

    /** Every known field, as sent or null; the start images are not repeated. */
    private ObjectNode echo(String kind, JsonNode body) {
        var echo = mapper.createObjectNode();
        wire.table()
                .path("requests")
                .path(kind)
                .fieldNames()
                .forEachRemaining(field ->
                        echo.set(
                                field,
                                body.has(field) && !field.equals("init_images")
                                        ? body.get(field)
                                        : NullNode.instance));
        return echo;
    }

    private JsonNode body(Call call, String kind) throws JsonProcessingException {
        // An upgrade offer makes a common server of the original lose the body.
        if (call.header("upgrade").isPresent()) {
            renders.occupancy.violation("HTTP/2 upgrade offered on " + call.path());
            throw new LostBody();
        }
        if (call.header("content-length").isEmpty()) {
            renders.occupancy.violation("no Content-Length on " + call.path());
        }
        var body = mapper.readTree(call.text());
        if (body == null || !body.isObject()) {
            throw new LostBody();
        }
        var unknown = wire.unknownFields(kind, body, personality.ownFields());
        if (settings.strict() && !unknown.isEmpty()) {
            renders.occupancy.violation("unknown fields in " + kind + ": " + unknown);
            throw PythonFailure.raised("TypeError", "unexpected fields: " + unknown);
        }
        return body;
    }

    private Reply progress(Call call) {
        var skipImage =
                Boolean.parseBoolean(call.query().getOrDefault("skip_current_image", "false"));
        var preview = skipImage ? null : renders.state.preview();
        var answer =
                mapper.createObjectNode()
                        .put("progress", renders.state.progress())
                        .put("eta_relative", renders.state.secondsLeft());
        answer.set("state", renders.state.json(mapper));
        answer.put(
                "current_image",
                preview == null ? null : Base64.getEncoder().encodeToString(preview));
        answer.putNull("textinfo");
        return Reply.json(answer);
    }

    private Reply internalProgress(Call call) throws JsonProcessingException {
        var id = body(call, "internal/progress").path("id_task").asText("");
        var tasks = renders.tasks;
        int place = tasks.place(id);
        var active = tasks.active(id);
        var answer =
                mapper.createObjectNode()
                        .put("active", active)
                        .put("queued", place >= 0)
                        .put("completed", tasks.completed(id));
        if (active) {
            var fraction = renders.state.fraction();
            answer.put("progress", fraction);
            if (fraction > 0) {
                answer.put("eta", renders.state.secondsLeft());
            } else {
                answer.putNull("eta");
            }
            answer.putNull("live_preview").put("id_live_preview", -1).putNull("textinfo");
        } else {
            var text =
                    place < 0
                            ? "Waiting..."
                            : "In queue: %d/%d".formatted(place + 1, tasks.pending().size());
            answer.putNull("progress").putNull("eta").putNull("live_preview");
            answer.put("id_live_preview", -1).put("textinfo", text);
        }
        return Reply.json(answer);
    }

    private ObjectNode options() {
        var chosen = renders.checkpoints.option();
        if (personality == Personality.SD_CPP) {
            return mapper.createObjectNode()
                    .put("samples_format", "png")
                    .put("sd_model_checkpoint", chosen.name());
        }
        return renders.options.all(
                chosen.title(renders.checkpoints.hashed(chosen)), chosen.sha256());
    }

    private Reply setOptions(Call call) throws JsonProcessingException {
        var body = mapper.readTree(call.text());
        if (body == null || !body.isObject()) {
            throw new LostBody();
        }
        var wanted = body.path(Options.CHECKPOINT);
        Checkpoint checkpoint = null;
        if (wanted.isTextual()) {
            checkpoint =
                    renders.checkpoints
                            .find(wanted.asText())
                            .orElseThrow(() ->
                                    PythonFailure.raised(
                                            "RuntimeError",
                                            "model '%s' not found".formatted(wanted.asText())));
        }
        body.properties().forEach(p -> renders.options.set(p.getKey(), p.getValue()));
        if (checkpoint != null) {
            renders.choose(checkpoint);
        }
        return nothing();
    }

    private ObjectNode memory() {
        long total = settings.gpuBytes();
        long used = Math.min(total, renders.gpuUsed());
        var runtime = Runtime.getRuntime();
        var answer = mapper.createObjectNode();
        answer.putObject("ram")
                .put("free", runtime.freeMemory())
                .put("used", runtime.totalMemory() - runtime.freeMemory())
                .put("total", runtime.totalMemory());
        var cuda = answer.putObject("cuda");
        cuda.putObject("system").put("free", total - used).put("used", used).put("total", total);
        for (var kind : new String[] {"active", "allocated", "reserved", "inactive"}) {
            cuda.putObject(kind).put("current", used).put("peak", used);
        }
        cuda.putObject("events").put("retries", 0).put("oom", 0);
        return answer;
    }

    private Reply pngInfo(Call call) throws JsonProcessingException {
        var encoded = body(call, "png-info").path("image").asText("");
        var file = Base64.getMimeDecoder().decode(encoded.substring(encoded.indexOf(',') + 1));
        var texts = Png.texts(file);
        var text = texts.getOrDefault("parameters", "");
        var answer = mapper.createObjectNode().put("info", text);
        answer.set("items", mapper.valueToTree(texts));
        answer.set(
                "parameters",
                text.isEmpty()
                        ? mapper.createObjectNode()
                        : mapper.valueToTree(Infotext.read(text)));
        return Reply.json(answer);
    }

    private Reply nothing() {
        return Reply.json(NullNode.instance);
    }

    private Reply notFound() {
        return Reply.json(404, mapper.createObjectNode().put("detail", "Not Found"));
    }

    private ObjectNode detail(String where, String message) {
        var answer = mapper.createObjectNode();
        var one = answer.putArray("detail").addObject();
        one.putArray("loc").add(where);
        one.put("msg", message).put("type", "value_error");
        return answer;
    }

    /** The body never arrived, which the original answers as a missing field. */
    private static final class LostBody extends JsonProcessingException {
        LostBody() {
            super("field required");
        }
    }
}
