package dev.easel.generator.chat;

import com.fasterxml.jackson.core.JacksonException;
import dev.easel.generator.Bounded;
import dev.easel.generator.Connections;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One model of one Ollama server. It retries nothing; each call is bounded as a whole. */
final class LanguageModel {
    static final int CONTEXT_TOKENS = 16_384;
    private static final double TEMPERATURE = 0.3;
    private static final int KEEP_SECONDS = 600;

    /** Long enough for a repair; the memory hand-over unloads the model before the render. */
    private static final int KEEP_SHARED_SECONDS = 60;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final String name;
    private final OllamaChatModel model;
    private final int keepAliveSeconds;

    /**
     * @param gpuShared the model does not stay on the GPU for others
     */
    LanguageModel(URI url, String name, boolean gpuShared) {
        this.name = name;
        this.keepAliveSeconds = gpuShared ? KEEP_SHARED_SECONDS : KEEP_SECONDS;
        // No explicit "think": a false makes gpt-oss answer with nothing at all.
        this.model =
                OllamaChatModel.builder()
                        .httpClientBuilder(
                                JdkHttpClient.builder()
                                        .httpClientBuilder(Connections.to(url))
                                        .connectTimeout(CONNECT_MAX)
                                        .readTimeout(Duration.ofMinutes(30)))
                        .baseUrl(url.toString())
                        .modelName(name)
                        .returnThinking(true)
                        .logRequests(false)
                        .logResponses(false)
                        .maxRetries(0)
                        .build();
    }

    Spoken ask(List<ChatMessage> messages, Question question, int tokensMax, Duration limit)
            throws InterruptedException {
        var format =
                ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(
                                JsonSchema.builder()
                                        .name(question.name())
                                        .rootElement(JsonRawSchema.from(question.schema()))
                                        .build())
                        .build();
        var parameters =
                OllamaChatRequestParameters.builder()
                        .temperature(TEMPERATURE)
                        .numCtx(CONTEXT_TOKENS)
                        .maxOutputTokens(tokensMax)
                        .keepAlive(keepAliveSeconds)
                        .responseFormat(format)
                        .build();
        var request = ChatRequest.builder().messages(messages).parameters(parameters).build();
        try {
            return said(Bounded.call(limit, () -> model.chat(request)));
        } catch (TimeoutException | dev.langchain4j.exception.TimeoutException e) {
            return new Spoken.Failed(
                    Spoken.Trouble.TIMEOUT, "Ollama did not answer in " + limit.toSeconds() + " s");
        } catch (IOException e) {
            return unreachable(e);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private static Spoken said(ChatResponse response) {
        var message = response.aiMessage();
        var usage = response.tokenUsage();
        return new Spoken.Said(
                message.text(),
                finish(response.finishReason()),
                number(usage == null ? null : usage.inputTokenCount()),
                number(usage == null ? null : usage.outputTokenCount()),
                message.thinking() == null ? 0 : message.thinking().length());
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static Spoken.Finish finish(@Nullable FinishReason reason) {
        return switch (reason) {
            case null -> Spoken.Finish.NONE;
            case STOP -> Spoken.Finish.STOP;
            case LENGTH -> Spoken.Finish.LENGTH;
            default -> Spoken.Finish.OTHER;
        };
    }

    /** Finds the cause that says most; the library wraps by its own idea of retrying. */
    private Spoken.Failed failed(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ModelNotFoundException _ -> {
                    return new Spoken.Failed(
                            Spoken.Trouble.MODEL_MISSING,
                            "Ollama has no model '%s' (ollama pull %s)".formatted(name, name));
                }
                case HttpException http -> {
                    return http.statusCode() == 400 && tooLong(http)
                            ? new Spoken.Failed(
                                    Spoken.Trouble.TOO_LONG,
                                    "the question is longer than the context of Ollama's model")
                            : byStatus(http.statusCode());
                }
                case UnresolvedModelServerException _ -> {
                    return new Spoken.Failed(
                            Spoken.Trouble.UNREACHABLE, "Ollama's host name is not known");
                }
                case AuthenticationException _ -> {
                    return byStatus(403);
                }
                case JacksonException _ -> {
                    return garbage();
                }
                case IOException io -> {
                    return unreachable(io);
                }
                default -> {}
            }
        }
        // A body of another shape shows as a null where the library expects none.
        if (thrown instanceof LangChain4jException || thrown instanceof NullPointerException) {
            return garbage();
        }
        throw thrown;
    }

    private static boolean tooLong(HttpException http) {
        return String.valueOf(http.getMessage()).contains("context length");
    }

    private static Spoken.Failed garbage() {
        return new Spoken.Failed(
                Spoken.Trouble.GARBAGE, "Ollama answered something that is no chat answer");
    }

    private static Spoken.Failed unreachable(IOException e) {
        return new Spoken.Failed(
                Spoken.Trouble.UNREACHABLE,
                "Ollama cannot be reached (" + e.getClass().getSimpleName() + ")");
    }

    private Spoken.Failed byStatus(int status) {
        var why = "Ollama answered " + status;
        return switch (status) {
            case 404 ->
                    new Spoken.Failed(
                            Spoken.Trouble.MODEL_MISSING,
                            "Ollama has no model '%s' (ollama pull %s)".formatted(name, name));
            case 429, 503 -> new Spoken.Failed(Spoken.Trouble.BUSY, why + " (busy)");
            case 408, 504 -> new Spoken.Failed(Spoken.Trouble.TIMEOUT, why);
            case 403 ->
                    new Spoken.Failed(
                            Spoken.Trouble.REFUSED,
                            why + " (it must listen on more than loopback: OLLAMA_HOST)");
            default ->
                    new Spoken.Failed(
                            status >= 500 ? Spoken.Trouble.SERVER_ERROR : Spoken.Trouble.REFUSED,
                            why);
        };
    }
}
