package dev.easel.sandbox.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes what the model would say, and what its known ways to fail make of it. */
final class Author {
    private final ObjectMapper mapper;
    private final Lexicon lexicon;
    private final Retouches retouches = Retouches.load();

    Author(ObjectMapper mapper, Lexicon lexicon) {
        this.mapper = mapper;
        this.lexicon = lexicon;
    }

    /**
     * An answer.
     *
     * @param doneReason empty if the final message never comes
     */
    record Text(String thinking, String content, Optional<String> doneReason) {
        int tokens() {
            return ChatRequest.tokens(thinking) + ChatRequest.tokens(content);
        }
    }

    Text write(OllamaModel model, ChatRequest request, List<ModelFault> faults) {
        var thinks =
                model.thinks() && !(request.think().isBoolean() && !request.think().asBoolean());
        var thinking = thinks ? thinking(request) : "";
        if (model.harmony() && model.thinks() && !thinks && request.hasFormat()) {
            // The grammar holds from the first token, so the headers of this format never come.
            return new Text("", "", Optional.of("stop"));
        }
        var whole =
                limited(
                        new Text(thinking, content(request), Optional.of("stop")),
                        request.tokensMax(),
                        request.hasFormat());
        var said = whole;
        for (var fault : faults) {
            said = spoilt(said, fault);
        }
        return said;
    }

    private String content(ChatRequest request) {
        var wish = Wish.of(request.instruction(), lexicon);
        if (Digest.isAskedFor(request)) {
            return new Digest(mapper).of(request, wish).toString();
        }
        if (Retoucher.isAskedBy(request.format())) {
            return new Retoucher(mapper, retouches, request.format(), request, wish)
                    .answer()
                    .toString();
        }
        if (request.format().isObject()) {
            return new SchemaFiller(mapper, request.format(), wish).fill().toString();
        }
        if (request.hasFormat()) {
            return mapper.createObjectNode()
                    .put("prompt", wish.prompt())
                    .put("negativePrompt", wish.negativePrompt())
                    .toString();
        }
        return wish.prompt();
    }

    private static String thinking(ChatRequest request) {
        var first = "The user wants a picture. I choose tags for subject, place, light and style.";
        return request.wantsLittleThought()
                ? first
                : first
                        + " The subject comes first, then the setting, then light and colour, and"
                        + " quality tags at the end. I keep to the given limits and answer in the"
                        + " format asked for.";
    }

    /** With a format the content is a second run with a budget of its own. */
    private static Text limited(Text text, int tokensMax, boolean secondRun) {
        if (tokensMax < 0) {
            return text;
        }
        int thought = ChatRequest.tokens(text.thinking());
        if (thought > 0 && thought >= tokensMax) {
            return new Text(text.thinking(), "", Optional.of("length"));
        }
        int left = secondRun ? tokensMax : tokensMax - thought;
        if (ChatRequest.tokens(text.content()) <= left) {
            return text;
        }
        int chars = text.content().length() * left / ChatRequest.tokens(text.content());
        return new Text(text.thinking(), text.content().substring(0, chars), Optional.of("length"));
    }

    private Text spoilt(Text text, ModelFault fault) {
        var thinking = text.thinking();
        var content = text.content();
        return switch (fault) {
            case ModelFault.EmptyContent() -> new Text(thinking, "", Optional.of("stop"));
            case ModelFault.ThinkingOnly() -> new Text(thinking, "", Optional.of("length"));
            case ModelFault.CutContent() ->
                    new Text(
                            thinking,
                            content.substring(0, content.length() * 2 / 3),
                            Optional.of("length"));
            case ModelFault.NoFinalMessage() -> new Text(thinking, content, Optional.empty());
            case ModelFault.FencedJson() ->
                    new Text(thinking, "```json\n" + content + "\n```", text.doneReason());
            case ModelFault.ProseAround() ->
                    new Text(
                            thinking,
                            "Sure! Here is the composition:\n\n"
                                    + content
                                    + "\n\nLet me know if you {want} changes.",
                            text.doneReason());
            case ModelFault.ProseOnly() ->
                    new Text(
                            thinking,
                            "A picture like that calls for soft light and a calm mood.",
                            text.doneReason());
            case ModelFault.SchemaInvalid() ->
                    new Text(thinking, outOfBounds(content), text.doneReason());
            case ModelFault.Says(String instead) -> new Text(thinking, instead, text.doneReason());
            case ModelFault _ -> text;
        };
    }

    private String outOfBounds(String content) {
        try {
            return outOfBounds(mapper.readTree(content)).toString();
        } catch (JsonProcessingException _) {
            return content;
        }
    }

    private JsonNode outOfBounds(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var spoilt = mapper.createObjectNode();
        for (var property : object.properties()) {
            var value = property.getValue();
            var name = property.getKey();
            if (value.isNumber()) {
                spoilt.put(name, 987_653);
            } else if (value.isTextual() && !name.toLowerCase(Locale.ROOT).contains("prompt")) {
                spoilt.put(name, "No Such " + name);
            } else {
                spoilt.set(name, outOfBounds(value));
            }
        }
        return spoilt;
    }
}
