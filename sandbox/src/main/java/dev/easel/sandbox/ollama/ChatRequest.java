package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A chat as asked for.
 *
 * @param format missing, a string or a schema
 * @param think missing, a boolean or a level
 * @param tokensMax negative for no limit
 */
record ChatRequest(
        String model,
        List<Message> messages,
        boolean stream,
        JsonNode format,
        JsonNode think,
        Duration keepAlive,
        int contextLength,
        int tokensMax) {
    private static final int CONTEXT_DEFAULT = 4096;
    private static final Pattern DELIMITED =
            Pattern.compile("(?is)<((?:user[_-])?(?:instruction|request))\\b[^>]*>(.*?)</\\1>");

    record Message(String role, String content) {}

    static ChatRequest of(JsonNode body) {
        var messages = new ArrayList<Message>();
        for (var message : body.path("messages")) {
            messages.add(
                    new Message(
                            message.path("role").asText(""), message.path("content").asText("")));
        }
        var keepAlive =
                KeepAlive.of(body.path("keep_alive"))
                        .orElseThrow(() ->
                                new OllamaFailure(
                                        400,
                                        "time: invalid duration \"%s\""
                                                .formatted(body.path("keep_alive").asText())));
        return new ChatRequest(
                body.path("model").asText(""),
                List.copyOf(messages),
                body.path("stream").asBoolean(true),
                body.path("format"),
                body.path("think"),
                keepAlive,
                body.path("options").path("num_ctx").asInt(CONTEXT_DEFAULT),
                body.path("options").path("num_predict").asInt(-1));
    }

    boolean hasFormat() {
        return format.isObject() || (format.isTextual() && !format.asText().isEmpty());
    }

    /**
     * The last instruction in delimiters that the user sent, or else the last thing the user said:
     * a request for repair need not repeat the instruction.
     */
    String instruction() {
        var said =
                messages.reversed().stream()
                        .filter(m -> m.role().equals("user"))
                        .map(Message::content)
                        .toList();
        for (var message : said) {
            var delimited = DELIMITED.matcher(message);
            var found = "";
            while (delimited.find()) {
                found = delimited.group(2);
            }
            if (!found.isEmpty()) {
                return found.strip();
            }
        }
        return said.isEmpty() ? "" : said.getFirst().strip();
    }

    boolean wantsLittleThought() {
        return messages.stream()
                .anyMatch(m -> m.role().equals("system") && m.content().contains("Reasoning: low"));
    }

    int promptTokens() {
        int all = messages.stream().mapToInt(m -> tokens(m.content()) + 4).sum();
        return Math.min(all, contextLength);
    }

    /** A rough count: four Latin letters, or one and a half Japanese characters, are a token. */
    static int tokens(String text) {
        double sum = text.codePoints().mapToDouble(c -> c < 0x2E80 ? 0.25 : 0.67).sum();
        return (int) Math.ceil(sum);
    }
}
