package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.sandbox.standin.Faults;
import dev.easel.sandbox.standin.Pace;
import dev.easel.sandbox.standin.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Chats, one after the other, with loading and unloading. Thread-safe. */
final class Chats {
    static final String PATH = "/api/chat";
    private static final int CHUNK_CHARS = 16;

    final Pace pace = new Pace();
    private final ObjectMapper mapper;
    private final OllamaSettings settings;
    private final LoadedModels loaded;
    private final Faults faults;
    private final Author author;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger chats = new AtomicInteger();

    Chats(
            ObjectMapper mapper,
            OllamaSettings settings,
            LoadedModels loaded,
            Faults faults,
            Author author,
            Clock clock) {
        this.mapper = mapper;
        this.settings = settings;
        this.loaded = loaded;
        this.faults = faults;
        this.author = author;
        this.clock = clock;
    }

    int inFlight() {
        return inFlight.get();
    }

    int answered() {
        return chats.get();
    }

    Reply chat(ChatRequest request) {
        var model = model(request);
        requireValid(model, request);
        if (request.messages().isEmpty()) {
            return request.keepAlive().isZero() ? unload(model, request) : load(model, request);
        }
        var drawn = faults.takeEach(ModelFault.class, PATH);
        refuseIf(drawn, model);
        inFlight.incrementAndGet();
        turn.lock();
        try {
            var loadTime = makeReady(model, request, drawn);
            if (drawn.stream().anyMatch(ModelFault.RunnerDied.class::isInstance)) {
                throw new OllamaFailure(
                        500,
                        "model runner has unexpectedly stopped, this may be due to resource"
                                + " limitations or an internal error, check ollama server logs for"
                                + " details");
            }
            return answer(model, request, drawn, loadTime);
        } finally {
            turn.unlock();
            inFlight.decrementAndGet();
        }
    }

    private OllamaModel model(ChatRequest request) {
        if (request.model().isEmpty()) {
            throw new OllamaFailure(400, "model is required");
        }
        return settings.models().stream()
                .filter(m -> m.answersTo(request.model()))
                .findFirst()
                .orElseThrow(() -> notFound(request.model()));
    }

    private static void requireValid(OllamaModel model, ChatRequest request) {
        var wantsThought =
                request.think().asBoolean(false)
                        || (request.think().isTextual() && !request.think().asText().isEmpty());
        if (wantsThought && !model.thinks()) {
            throw new OllamaFailure(
                    400, "\"%s\" does not support thinking".formatted(request.model()));
        }
        var format = request.format();
        var readable =
                format.isMissingNode()
                        || format.isNull()
                        || format.isObject()
                        || (format.isTextual()
                                && (format.asText().isEmpty() || format.asText().equals("json")));
        if (!readable) {
            throw new OllamaFailure(
                    500,
                    "invalid format: %s; expected \"json\" or a valid JSON Schema object"
                            .formatted(format));
        }
    }

    private static void refuseIf(List<ModelFault> drawn, OllamaModel model) {
        for (var fault : drawn) {
            switch (fault) {
                case ModelFault.ModelNotFound() -> throw notFound(model.name());
                case ModelFault.ServerBusy() ->
                        throw new OllamaFailure(
                                503,
                                "server busy, please try again.  maximum pending requests"
                                        + " exceeded");
                case ModelFault.LoadFailed() ->
                        throw new OllamaFailure(500, "timed out waiting for llama-server to start");
                case ModelFault _ -> {}
            }
        }
    }

    private Reply load(OllamaModel model, ChatRequest request) {
        var drawn = new ArrayList<ModelFault>();
        faults.take(ModelFault.ModelNotFound.class, PATH).ifPresent(drawn::add);
        faults.take(ModelFault.ServerBusy.class, PATH).ifPresent(drawn::add);
        faults.take(ModelFault.LoadFailed.class, PATH).ifPresent(drawn::add);
        faults.take(ModelFault.SlowLoad.class, PATH).ifPresent(drawn::add);
        faults.take(ModelFault.PartlyOnCpu.class, PATH).ifPresent(drawn::add);
        refuseIf(drawn, model);
        turn.lock();
        try {
            makeReady(model, request, drawn);
            return Reply.json(last(model, "load"));
        } finally {
            turn.unlock();
        }
    }

    private Reply unload(OllamaModel model, ChatRequest request) {
        if (faults.take(ModelFault.NeverUnloads.class, PATH).isEmpty()) {
            loaded.find(model).ifPresent(l -> release(model, l.contextLength()));
        }
        return Reply.json(last(model, "unload"));
    }

    /** Loads the model if need be and says how long that took. */
    private Duration makeReady(OllamaModel model, ChatRequest request, List<ModelFault> drawn) {
        var begin = clock.instant();
        if (loaded.needsLoad(model, request.contextLength())) {
            pause(pace.of(settings.loadTime()));
            for (var fault : drawn) {
                if (fault instanceof ModelFault.SlowLoad(long millis)) {
                    pause(Duration.ofMillis(millis));
                }
            }
        }
        var partly = drawn.stream().anyMatch(ModelFault.PartlyOnCpu.class::isInstance);
        // While it answers it must not expire, whatever is to become of it afterwards.
        var keep = request.keepAlive().isZero() ? KeepAlive.DEFAULT : request.keepAlive();
        loaded.keep(model, request.contextLength(), keep, partly);
        return Duration.between(begin, clock.instant());
    }

    private void release(OllamaModel model, int contextLength) {
        loaded.keep(model, contextLength, pace.of(settings.unloadTime()), false);
    }

    private Reply answer(
            OllamaModel model, ChatRequest request, List<ModelFault> drawn, Duration loadTime) {
        var text = author.write(model, request, drawn);
        chats.incrementAndGet();
        if (drawn.stream().anyMatch(ModelFault.ErrorInStream.class::isInstance)) {
            return Reply.json(mapper.createObjectNode().put("error", "an error was encountered"));
        }
        var finish = finish(model, request, text, loadTime);
        if (request.stream()) {
            return new Reply.Lines(
                    "application/x-ndjson", sink -> stream(model, request, text, finish, sink));
        }
        pause(answerTime());
        releaseIfAsked(model, request);
        var message = finish.putObject("message").put("role", "assistant");
        message.put("content", text.content());
        if (!text.thinking().isEmpty()) {
            message.put("thinking", text.thinking());
        }
        return Reply.json(finish);
    }

    private void stream(
            OllamaModel model,
            ChatRequest request,
            Author.Text text,
            ObjectNode finish,
            Reply.Sink sink)
            throws IOException {
        turn.lock();
        try {
            var thinking = chunks(text.thinking());
            var content = chunks(text.content());
            var pause = answerTime().dividedBy(Math.max(1, thinking.size() + content.size()));
            for (var chunk : thinking) {
                pause(pause);
                sink.line(part(model, "", chunk).toString());
            }
            for (var chunk : content) {
                pause(pause);
                sink.line(part(model, chunk, "").toString());
            }
            if (text.doneReason().isPresent()) {
                finish.putObject("message").put("role", "assistant").put("content", "");
                sink.line(finish.toString());
            }
        } finally {
            releaseIfAsked(model, request);
            turn.unlock();
        }
    }

    private void releaseIfAsked(OllamaModel model, ChatRequest request) {
        if (request.keepAlive().isZero()
                && faults.take(ModelFault.NeverUnloads.class, PATH).isEmpty()) {
            release(model, request.contextLength());
        }
    }

    private Duration answerTime() {
        return pace.of(settings.answerTime());
    }

    private ObjectNode part(OllamaModel model, String content, String thinking) {
        var line = head(model);
        var message = line.putObject("message").put("role", "assistant").put("content", content);
        if (!thinking.isEmpty()) {
            message.put("thinking", thinking);
        }
        return line.put("done", false);
    }

    private ObjectNode finish(
            OllamaModel model, ChatRequest request, Author.Text text, Duration loadTime) {
        var line = head(model).put("done", text.doneReason().isPresent());
        text.doneReason().ifPresent(reason -> line.put("done_reason", reason));
        var evaluation = answerTime().plusMillis(1);
        return line.put("total_duration", loadTime.plus(evaluation).plusMillis(1).toNanos())
                .put("load_duration", Math.max(1, loadTime.toNanos()))
                .put("prompt_eval_count", request.promptTokens())
                .put("prompt_eval_duration", Duration.ofMillis(1).toNanos())
                .put("eval_count", text.tokens())
                .put("eval_duration", evaluation.toNanos());
    }

    private ObjectNode last(OllamaModel model, String reason) {
        var line = head(model);
        line.putObject("message").put("role", "assistant").put("content", "");
        return line.put("done", true).put("done_reason", reason);
    }

    private ObjectNode head(OllamaModel model) {
        return mapper.createObjectNode()
                .put("model", model.name())
                .put("created_at", clock.instant().toString());
    }

    private static OllamaFailure notFound(String name) {
        return new OllamaFailure(404, "model '%s' not found".formatted(name));
    }

    private static List<String> chunks(String text) {
        var chunks = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + CHUNK_CHARS);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            chunks.add(text.substring(at, end));
            at = end;
        }
        return chunks;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OllamaFailure(499, "request canceled");
        }
    }
}
