package dev.easel.generator.research;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.generator.chat.Question;
import dev.easel.protocol.work.SearchReply.Snippet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks for a summary of snippets, which are quoted and can close no quotation. */
final class SummaryQuestion {
    private static final String VERSION = "research-v1";
    private static final int THEME_CHARS_MAX = 400;
    private static final int TITLE_CHARS_MAX = 120;
    private static final int TEXT_CHARS_MAX = 400;

    private SummaryQuestion() {}

    static Question of(String instruction, List<Snippet> snippets, boolean japanese) {
        var schema = schema().toPrettyString();
        var system =
                template()
                        .replace("{language}", japanese ? "Japanese" : "English")
                        .replace("{schema}", schema);
        return new Question("research", system, quoted(instruction, snippets), schema, null);
    }

    static String quoted(String instruction, List<Snippet> snippets) {
        var text = new StringBuilder("<instruction>\n");
        text.append(PlainText.of(instruction, THEME_CHARS_MAX));
        text.append("\n</instruction>\n<snippets>\n");
        var number = 0;
        for (var snippet : snippets) {
            text.append('[').append(++number).append("] ");
            text.append(PlainText.of(snippet.title(), TITLE_CHARS_MAX)).append(": ");
            text.append(PlainText.of(snippet.text(), TEXT_CHARS_MAX)).append('\n');
        }
        return text.append("</snippets>").toString();
    }

    private static ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        text(properties.putObject("summary"), Summary.SUMMARY_CHARS_MAX).put("minLength", 1);
        list(properties, "techniques", Summary.TECHNIQUES_MAX, Summary.LINE_CHARS_MAX);
        list(properties, "facts", Summary.FACTS_MAX, Summary.LINE_CHARS_MAX);
        list(properties, "visual_keywords", Summary.KEYWORDS_MAX, Summary.WORD_CHARS_MAX);
        list(properties, "loras", Summary.LORAS_MAX, Summary.NAME_CHARS_MAX);
        var settings = properties.putObject("settings").put("type", "object");
        var fields = settings.putObject("properties");
        Summary.SETTINGS.forEach(name -> text(fields.putObject(name), Summary.WORD_CHARS_MAX));
        settings.put("additionalProperties", false);
        var required = schema.putArray("required");
        List.of("summary", "techniques", "facts", "visual_keywords", "loras", "settings")
                .forEach(required::add);
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode text(ObjectNode property, int charsMax) {
        return property.put("type", "string").put("maxLength", charsMax);
    }

    private static void list(ObjectNode properties, String name, int max, int charsMax) {
        var list = properties.putObject(name).put("type", "array").put("maxItems", max);
        text(list.putObject("items"), charsMax);
    }

    private static String template() {
        try (var resource = SummaryQuestion.class.getResourceAsStream(VERSION + ".txt")) {
            if (resource == null) {
                throw new IllegalStateException(VERSION + ".txt is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
